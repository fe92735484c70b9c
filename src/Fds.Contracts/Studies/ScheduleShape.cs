namespace Fds.Contracts.Studies;

/// <summary>The shapes of a learning rate over a run that people set by hand.</summary>
public enum ScheduleShape
{
    /// <summary>The same throughout.</summary>
    Constant,

    /// <summary>Half a cosine from the peak to 0.</summary>
    Cosine,

    /// <summary>A line from the peak to 0.</summary>
    Linear,

    /// <summary>A line from 1/25 of the peak to the peak over the first 30 %, then half a cosine to 0.</summary>
    OneCycle,

    /// <summary>A tenth after 50 %, and a tenth of that after 75 %.</summary>
    Step,

    /// <summary>A line from 0 to the peak over the first 10 %, and from there to 0 over the last 20 %.</summary>
    WarmupStableDecay,
}
