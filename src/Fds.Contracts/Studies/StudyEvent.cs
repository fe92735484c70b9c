namespace Fds.Contracts.Studies;

/// <summary>Something that happened to a study. Sequence numbers rise and carry the activation’s epoch in the high bits, so none is used twice.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyEvent")]
public sealed record StudyEvent
{
    /// <summary>Cursor to resume watching from.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of thing.</summary>
    [Id(2)]
    public required StudyEventKind Kind { get; init; }

    /// <summary>One line for people.</summary>
    [Id(3)]
    public required string Message { get; init; }

    /// <summary>The study as it stands, on progress and completed steps.</summary>
    [Id(4)]
    public StudyStatus? Status { get; init; }
}
