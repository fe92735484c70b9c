namespace Fds.Core.Search;

/// <summary>A trial that was asked, and its result.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Objective">Null: under way. Not finite: it diverged.</param>
public sealed record PastTrial(Trial Trial, double? Objective)
{
    internal bool IsTold => Objective is not null;

    internal bool IsPending => Objective is null;

    /// <summary>Whether it was told and did not diverge.</summary>
    internal bool IsFinite => Objective is double objective && double.IsFinite(objective);
}
