using System.Collections.Immutable;

namespace Fds.Core.HyperOptimisation;

/// <summary>The combination of several replicas' values of one hypergradient.</summary>
/// <param name="Value">h̄: the replicas' mean, median or mean sign, as asked.</param>
/// <param name="StandardError">Standard error of the value; null with fewer than two replicas.</param>
/// <param name="SignAgreement">Share of the replicas whose sign is that of the value, in [0, 1].</param>
public readonly record struct ReplicaAverage(double Value, double? StandardError, double SignAgreement)
{
    /// <summary>σ of a normal distribution over its median absolute deviation.</summary>
    internal const double DeviationsPerMedianDeviation = 1.4826;

    /// <summary>Standard error of a normal sample's median over that of its mean: √(π/2).</summary>
    private static readonly double MedianPenalty = Math.Sqrt(Math.PI / 2);

    /// <summary>|h̄| over its standard error; null with fewer than two replicas, infinite where all replicas say the same.</summary>
    public double? SignalToNoise => StandardError is { } error ? (Value == 0 ? 0 : Math.Abs(Value) / error) : null;

    /// <summary>
    /// Averages one hypergradient over replicas, in the given order, so that the result is the same to the last bit. The error of a mean is
    /// the sample standard deviation over √R; that of a median is √(π/2) times as large, with the deviation taken from the median absolute
    /// deviation, so that a replica far from the others does not widen it either.
    /// </summary>
    public static ReplicaAverage Of(IReadOnlyList<double> values, AverageRule rule = AverageRule.Mean)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Expected at least one replica's hypergradient, but got none.", nameof(values));
        }

        bool broken = values.Any(double.IsNaN);
        (double value, double? error) = rule switch
        {
            _ when broken => (double.NaN, (double?)double.NaN),
            AverageRule.Mean => MeanOf(values),
            AverageRule.Sign => MeanOf([.. values.Select(value => (double)Math.Sign(value))]),
            AverageRule.Median => (Median(values), MedianPenalty * DeviationsPerMedianDeviation * MedianDeviation(values) / Math.Sqrt(values.Count)),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Expected mean, median or sign."),
        };
        double agreement = broken ? 0 : (double)values.Count(each => Math.Sign(each) == Math.Sign(value)) / values.Count;
        return new(value, values.Count < 2 ? null : error, agreement);
    }

    /// <summary>Averages every hypergradient over replicas.</summary>
    /// <param name="replicas">One vector per replica, all of the same length.</param>
    /// <param name="rule">What they together say.</param>
    public static ImmutableArray<ReplicaAverage> OfAll(IReadOnlyList<ImmutableArray<double>> replicas, AverageRule rule = AverageRule.Mean) =>
        [.. Enumerable.Range(0, replicas[0].Length).Select(j => Of([.. replicas.Select(replica => replica[j])], rule))];

    private static (double Value, double? Error) MeanOf(IReadOnlyList<double> values) =>
        (values.Sum() / values.Count, Math.Sqrt(SeedSpread.Variance(values) / values.Count));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] / 2) + (sorted[middle] / 2);
    }

    private static double MedianDeviation(IReadOnlyList<double> values)
    {
        double median = Median(values);
        return Median(values.Select(value => Math.Abs(value - median)));
    }
}
