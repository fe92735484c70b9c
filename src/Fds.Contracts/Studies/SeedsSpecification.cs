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
}
