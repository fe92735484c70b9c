using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Contracts.Scheduling;

/// <summary>A pool’s devices and queue.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.PoolStatus")]
public sealed record PoolStatus
{
    /// <summary>Pool name.</summary>
    [Id(0)]
    public required string Pool { get; init; }

    /// <summary>Known slots.</summary>
    [Id(1)]
    public required ImmutableArray<DeviceStatus> Devices { get; init; }

    /// <summary>Waiting work, first to start first; the first 1000 of it.</summary>
    [Id(2)]
    public required ImmutableArray<WorkKey> Queue { get; init; }

    /// <summary>How much work waits in all.</summary>
    [Id(40)]
    public int QueueLength { get; init; } = 0;
}
