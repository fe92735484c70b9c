using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>One hypergradient over several runs.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.FluctuationSpread")]
public sealed record FluctuationSpread
{
    /// <summary>Mean over the runs.</summary>
    [Id(0)]
    public required double Mean { get; init; }

    /// <summary>Sample standard deviation over the runs; null with fewer than two.</summary>
    [Id(1)]
    public double? StandardDeviation { get; init; }

    /// <summary>Standard error of the mean; null with fewer than two.</summary>
    [Id(2)]
    public double? StandardError { get; init; }

    /// <summary>Share of the runs whose sign is that of the mean, in [0, 1].</summary>
    [Id(3)]
    public required double SignAgreement { get; init; }

    /// <summary>The mean's absolute value over its standard error; null with fewer than two runs, infinite where all say the same.</summary>
    [Id(4)]
    public double? SignalToNoise { get; init; }

    /// <summary>Each run's.</summary>
    [Id(5)]
    public required ImmutableArray<double> Values { get; init; }
}
