using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Contracts.Scheduling;

/// <summary>What stands between a study's waiting work and a device.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.WaitReport")]
public sealed record WaitReport
{
    /// <summary>Known slots of the pool.</summary>
    [Id(0)]
    public required int Devices { get; init; }

    /// <summary>Slots that run or start something, or whose silo is stopping.</summary>
    [Id(1)]
    public required int Busy { get; init; }

    /// <summary>The study's orders in the queue.</summary>
    [Id(2)]
    public required ImmutableArray<WorkKey> Orders { get; init; }

    /// <summary>For each of them, how many orders are to start before it.</summary>
    [Id(3)]
    public required ImmutableArray<int> Ahead { get; init; }
}
