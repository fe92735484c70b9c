namespace Fds.Contracts.Devices;

/// <summary>Names one piece of work of one study.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.WorkKey")]
public sealed record WorkKey
{
    /// <summary>Study name.</summary>
    [Id(0)]
    public required string Study { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(1)]
    public required WorkKind Kind { get; init; }

    /// <summary>Outer step, from 0; 0 for all other work.</summary>
    [Id(2)]
    public required int OuterStep { get; init; }

    /// <summary>Replica, retraining run, trial or run of a measurement, from 0.</summary>
    [Id(3)]
    public required int Replica { get; init; }

    /// <summary>Which share of the replica's columns, from 0; 0 where they are not divided.</summary>
    [Id(40)]
    public int Shard { get; init; } = 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Study}/{Kind}/{OuterStep}/{Replica}{(Shard == 0 ? "" : $"/{Shard}")}";
}
