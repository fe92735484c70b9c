namespace Fds.Core.Training;

/// <summary>How a run ended.</summary>
public enum RunEnding
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>Loss, weights or tangents were not finite.</summary>
    Diverged,

    /// <summary>The network fell back to chance, or names one class only.</summary>
    Collapsed,
}
