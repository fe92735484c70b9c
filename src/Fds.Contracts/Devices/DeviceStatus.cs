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
}
