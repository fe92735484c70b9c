namespace Fds.Contracts.Studies;

/// <summary>Makes a study one that learns nothing, and measures how hypergradients at its initial schedules fluctuate over seeds.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.FluctuationSpecification")]
public sealed record FluctuationSpecification
{
    /// <summary>Number of runs, each with seeds of its own, 2 to 1000.</summary>
    [Id(0)]
    public int Runs { get; init; } = 100;
}
