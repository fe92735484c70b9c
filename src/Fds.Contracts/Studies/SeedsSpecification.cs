namespace Fds.Contracts.Studies;

/// <summary>The replicas whose hypergradients are averaged.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.SeedsSpecification")]
public sealed record SeedsSpecification
{
    /// <summary>R: number of replicas.</summary>
    [Id(0)]
    public int Count { get; init; } = 1;

    /// <summary>The study’s seed, from which every other seed is derived.</summary>
    [Id(1)]
    public long Base { get; init; } = 0;

    /// <summary>What the replicas together say of a hypergradient. Default: their mean.</summary>
    [Id(42)]
    public HypergradientAverage Average { get; init; } = HypergradientAverage.Mean;

    /// <summary>How many replicas must have a hypergradient for the others to be waited for no longer than <see cref="Grace"/>; null: all of them.</summary>
    [Id(40)]
    public int? Quorum { get; init; }

    /// <summary>How long an outer step that has its quorum waits for the rest. Default: 30 s.</summary>
    [Id(41)]
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);
}
