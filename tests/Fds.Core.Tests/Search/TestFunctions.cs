using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Search;

namespace Fds.Core.Tests.Search;

/// <summary>Functions whose least value is known.</summary>
internal static class TestFunctions
{
    private static readonly double[] HartmannWeights = [1, 1.2, 3, 3.2];

    private static readonly double[][] HartmannScales =
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] HartmannCentres =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static SearchSpace BraninSpace { get; } = new([new ValueRange(-5, 10), new ValueRange(0, 15)]);

    public static SearchSpace Cube(int dimensions) => new([.. Enumerable.Repeat(new ValueRange(0, 1), dimensions)]);

    /// <summary>Branin's function: least 0.397887, at three points.</summary>
    public static double Branin(ImmutableArray<double> x)
    {
        double valley = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    /// <summary>Hartmann's function of six variables in [0, 1]: least −3.32237.</summary>
    public static double Hartmann(ImmutableArray<double> x) => -HartmannWeights.Select((weight, i) =>
        weight * Math.Exp(-x.Select((value, j) => HartmannScales[i][j] * Math.Pow(value - HartmannCentres[i][j], 2)).Sum())).Sum();

    /// <summary>Rosenbrock's function: least 0, at (1, …, 1), at the end of a curved valley.</summary>
    public static double Rosenbrock(ImmutableArray<double> x) =>
        Enumerable.Range(0, x.Length - 1).Sum(i => (100 * Math.Pow(x[i + 1] - (x[i] * x[i]), 2)) + Math.Pow(1 - x[i], 2));

    /// <summary>Ackley's function: least 0, at 0, among many other minima.</summary>
    public static double Ackley(ImmutableArray<double> x) =>
        20 + Math.E - (20 * Math.Exp(-0.2 * Math.Sqrt(x.Average(value => value * value)))) - Math.Exp(x.Average(value => Math.Cos(2 * Math.PI * value)));

    /// <summary>The squared distance from (0.3, …, 0.3).</summary>
    public static double Bowl(ImmutableArray<double> x) => x.Sum(value => (value - 0.3) * (value - 0.3));
}
