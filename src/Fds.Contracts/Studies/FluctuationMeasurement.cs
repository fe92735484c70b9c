using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>How hypergradients at a study's initial schedules fluctuate over seeds: those of the whole run, and greedy ones.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.FluctuationMeasurement")]
public sealed record FluctuationMeasurement
{
    /// <summary>Runs asked for.</summary>
    [Id(0)]
    public required int Runs { get; init; }

    /// <summary>Numbers of the runs that completed, ascending: everything else here is of these, in this order.</summary>
    [Id(1)]
    public required ImmutableArray<int> Completed { get; init; }

    /// <summary>Every learned window; empty before any run completed.</summary>
    [Id(2)]
    public required ImmutableArray<FluctuationReading> Windows { get; init; }

    /// <summary>What averaging over 1, 2, 4, 8, … runs makes of the deviations; empty with fewer than two runs.</summary>
    [Id(3)]
    public required ImmutableArray<FluctuationAverage> Averages { get; init; }
}
