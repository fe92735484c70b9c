namespace Fds.Core.Search;

/// <summary>A trial and what it gave.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Objective">Null: under way. +∞: diverged.</param>
internal sealed record TrialRecord(Trial Trial, double? Objective)
{
    public bool IsTold => Objective is not null;

    public bool IsPending => Objective is null;

    /// <summary>Whether it was told and did not diverge.</summary>
    public bool IsFinite => Objective is double objective && double.IsFinite(objective);
}
