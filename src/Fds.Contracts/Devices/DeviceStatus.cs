namespace Fds.Contracts.Devices;

/// <summary>One device slot as it stands.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DeviceStatus")]
public sealed record DeviceStatus
{
    /// <summary>Device key, silo/ordinal.</summary>
    [Id(0)]
    public required string Device { get; init; }

    /// <summary>Pool: cpu or cuda.</summary>
    [Id(1)]
    public required string Pool { get; init; }

    /// <summary>Silo address, parsable.</summary>
    [Id(2)]
    public required string Silo { get; init; }

    /// <summary>What runs there.</summary>
    [Id(3)]
    public WorkKey? Current { get; init; }

    /// <summary>Its attempt.</summary>
    [Id(4)]
    public int Attempt { get; init; } = 0;

    /// <summary>Whether its silo is stopping.</summary>
    [Id(5)]
    public bool Draining { get; init; } = false;

    /// <summary>The device itself, e.g. cpu or cuda:1.</summary>
    [Id(40)]
    public string Hardware { get; init; } = "";

    /// <summary>Threads it computes with.</summary>
    [Id(41)]
    public int Threads { get; init; } = 0;

    /// <summary>Its own memory in bytes; null where it has none of its own or it is not known.</summary>
    [Id(42)]
    public long? MemoryBytes { get; init; }

    /// <summary>How long it has been running that attempt, in seconds.</summary>
    [Id(43)]
    public double RunningSeconds { get; init; } = 0;

    /// <summary>Incarnation of the study that it runs something of.</summary>
    [Id(44)]
    public Guid Incarnation { get; init; } = Guid.Empty;
}
