namespace Fds.Core.Tangents;

/// <summary>Which inner steps leave the tangents of a hyperparameter kind untouched.</summary>
public enum PruningMode
{
    /// <summary>None.</summary>
    None,

    /// <summary>At a regular interval within each window.</summary>
    Alternate,

    /// <summary>The first share of each window.</summary>
    Truncate,
}
