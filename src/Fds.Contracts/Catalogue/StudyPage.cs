using System.Collections.Immutable;

namespace Fds.Contracts.Catalogue;

/// <summary>One page of the list of studies, in order of names.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyPage")]
public sealed record StudyPage
{
    /// <summary>The studies.</summary>
    [Id(0)]
    public required ImmutableArray<StudySummary> Studies { get; init; }

    /// <summary>Where the next page begins; null on the last.</summary>
    [Id(1)]
    public string? Next { get; init; }
}
