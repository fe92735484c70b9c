namespace Fds.Core.Training;

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>Loss, weights or tangents were not finite.</summary>
    Diverged,

    /// <summary>The network does worse than always predicting the class frequencies and did better before, or predicts the same for every example.</summary>
    Collapsed,
}
