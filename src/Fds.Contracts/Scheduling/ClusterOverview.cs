using System.Collections.Immutable;

namespace Fds.Contracts.Scheduling;

/// <summary>Silos, devices with what they run, and what waits.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ClusterOverview")]
public sealed record ClusterOverview
{
    /// <summary>When this was so.</summary>
    [Id(0)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Silos that the membership lists, dead ones left out.</summary>
    [Id(1)]
    public required ImmutableArray<SiloSummary> Silos { get; init; }

    /// <summary>Pools that have devices or waiting work.</summary>
    [Id(2)]
    public required ImmutableArray<PoolStatus> Pools { get; init; }
}
