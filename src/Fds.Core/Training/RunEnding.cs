namespace Fds.Core.Training;

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>Loss, weights or tangents were not finite.</summary>
    Diverged,

    /// <summary>The network does worse than naming the class shares and did better before, or says the same of every image.</summary>
    Collapsed,
}
