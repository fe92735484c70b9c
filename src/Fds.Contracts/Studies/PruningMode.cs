namespace Fds.Contracts.Studies;

/// <summary>Which inner steps leave the tangents of a hyperparameter kind untouched.</summary>
[GenerateSerializer]
[Alias("fds.PruningMode")]
public enum PruningMode
{
    /// <summary>Every step updates the tangents.</summary>
    None,

    /// <summary>Steps are skipped at a regular interval within each window.</summary>
    Alternate,

    /// <summary>The first share of each window is skipped.</summary>
    Truncate,
}
