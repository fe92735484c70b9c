namespace Fds.Contracts.Logs;

/// <summary>What a silo said about a study.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.LogLine")]
public sealed record LogLine
{
    /// <summary>Place among the lines of its silo's process, from 1.</summary>
    [Id(0)]
    public required long Sequence { get; init; }

    /// <summary>When, by the silo's clock.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>The silo's name.</summary>
    [Id(2)]
    public required string Silo { get; init; }

    /// <summary>How grave it is.</summary>
    [Id(3)]
    public required LogLineLevel Level { get; init; }

    /// <summary>What kind of event it is.</summary>
    [Id(4)]
    public required int EventId { get; init; }

    /// <summary>The study.</summary>
    [Id(5)]
    public required string Study { get; init; }

    /// <summary>The number of the replica, trial or run that it is about; null where it is about none.</summary>
    [Id(6)]
    public int? Replica { get; init; }

    /// <summary>What was said, on one line, without secrets.</summary>
    [Id(7)]
    public required string Message { get; init; }
}
