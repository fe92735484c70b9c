namespace Fds.Contracts.Studies;

/// <summary>Answer to pause, resume, extend or delete.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerbReply")]
public sealed record VerbReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required VerbOutcome Outcome { get; init; }

    /// <summary>One line for people: what happened, or why not and what to do.</summary>
    [Id(1)]
    public required string Message { get; init; }

    /// <summary>The study as it now stands.</summary>
    [Id(2)]
    public required StudyStatus Status { get; init; }
}
