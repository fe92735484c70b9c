namespace Fds.Contracts.Studies;

/// <summary>What averaging over several runs leaves of a hypergradient's deviation: if runs are independent, 1/√R of it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.FluctuationAverage")]
public sealed record FluctuationAverage
{
    /// <summary>R: runs that are averaged.</summary>
    [Id(0)]
    public required int Runs { get; init; }

    /// <summary>Disjoint groups of so many runs, over whose means the deviation is taken.</summary>
    [Id(1)]
    public required int Groups { get; init; }

    /// <summary>1/√R.</summary>
    [Id(2)]
    public required double Expected { get; init; }

    /// <summary>
    /// Standard deviation of the means of the whole run's hypergradients over that of single runs, as the root mean square over the windows;
    /// null where no window fluctuates.
    /// </summary>
    [Id(3)]
    public double? Full { get; init; }

    /// <summary>The same of greedy ones.</summary>
    [Id(4)]
    public double? Greedy { get; init; }
}
