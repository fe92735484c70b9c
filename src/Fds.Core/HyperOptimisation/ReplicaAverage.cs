using System.Collections.Immutable;

namespace Fds.Core.HyperOptimisation;

/// <summary>What several replicas together say of one hypergradient.</summary>
/// <param name="Mean">h̄ = mean over the replicas.</param>
/// <param name="StandardError">Sample standard deviation over √R; null with fewer than two replicas.</param>
/// <param name="SignAgreement">Share of the replicas whose sign is that of the mean, in [0, 1].</param>
public readonly record struct ReplicaAverage(double Mean, double? StandardError, double SignAgreement)
{
    /// <summary>|h̄| over its standard error; null with fewer than two replicas, infinite where all replicas say the same.</summary>
    public double? SignalToNoise => StandardError is { } error ? (Mean == 0 ? 0 : Math.Abs(Mean) / error) : null;

    /// <summary>Averages one hypergradient over replicas, in the given order, so that the result is the same to the last bit.</summary>
    public static ReplicaAverage Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Expected at least one replica's hypergradient, but got none.", nameof(values));
        }

        double mean = values.Sum() / values.Count;
        double agreement = (double)values.Count(value => !double.IsNaN(value) && Math.Sign(value) == (double.IsNaN(mean) ? 2 : Math.Sign(mean))) / values.Count;
        return new(mean, values.Count < 2 ? null : Math.Sqrt(SeedSpread.Variance(values) / values.Count), agreement);
    }

    /// <summary>Averages every hypergradient over replicas.</summary>
    /// <param name="replicas">One vector per replica, all of the same length.</param>
    public static ImmutableArray<ReplicaAverage> OfAll(IReadOnlyList<ImmutableArray<double>> replicas) =>
        [.. Enumerable.Range(0, replicas[0].Length).Select(j => Of([.. replicas.Select(replica => replica[j])]))];
}
