using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>Answer to a submission.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.SubmitReply")]
public sealed record SubmitReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required SubmitOutcome Outcome { get; init; }

    /// <summary>The study as it now stands.</summary>
    [Id(1)]
    public required StudyStatus Status { get; init; }

    /// <summary>With a conflict, the fields in which the study that is there and the submitted one differ, as far as they are known.</summary>
    [Id(2)]
    public ImmutableArray<StudyDifference> Differences { get; init; } = [];
}
