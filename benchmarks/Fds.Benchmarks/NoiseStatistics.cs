using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;

namespace Fds.Benchmarks;

/// <summary>Moments over seeds of hypergradients of single steps. What comes from estimating means over finitely many seeds is taken off.</summary>
/// <param name="samples">One vector per seed, at least two, one value per step.</param>
internal sealed class NoiseStatistics(ImmutableArray<double>[] samples)
{
    private readonly int steps = samples[0].Length;

    public int Seeds => samples.Length;

    public double MeanVariance => Enumerable.Range(0, steps).Average(step => Covariance(step, step));

    public double LargestVariance => Enumerable.Range(0, steps).Max(step => Covariance(step, step));

    /// <summary>The largest distance of the means of neighbouring steps.</summary>
    public double LargestDrift => Enumerable.Range(1, steps - 1).Max(step => Math.Abs(Mean(step) - Mean(step - 1)));

    /// <summary>Root mean square, over the steps, of the sample standard deviation over disjoint groups of their means.</summary>
    public double DeviationOfMeans(int replicas) =>
        Math.Sqrt(Enumerable.Range(0, steps).Average(step => SeedSpread.VarianceOfMeans(samples.Select(sample => sample[step]), replicas)));

    /// <summary>Mean square distance of the mean over a window from each of its steps' own mean: the part that varies with the seed, and the part that does not.</summary>
    public (double Variance, double Drift) ErrorOfSharing(int window)
    {
        double variance = 0;
        double drift = 0;
        for (int step = 0; step < steps; step++)
        {
            double[] shared = WindowMeans(step - (step % window), window);
            double[] distances = [.. shared.Select((value, seed) => value - samples[seed][step])];
            variance += SeedSpread.Variance(shared) / steps;
            drift += (Math.Pow(distances.Average(), 2) - (SeedSpread.Variance(distances) / Seeds)) / steps;
        }

        return (variance, drift);
    }

    /// <summary>Correlation over seeds of different steps of the same window; 0 for windows of one step.</summary>
    public (double Mean, double Largest) Correlation(int window)
    {
        double[] all = [.. from a in Enumerable.Range(0, steps)
                           from b in Enumerable.Range(0, a)
                           where a / window == b / window
                           select Covariance(a, b) / Math.Sqrt(Covariance(a, a) * Covariance(b, b))];
        return all.Length == 0 ? (0, 0) : (all.Average(), all.Max());
    }

    /// <summary>For each seed, the mean over steps.</summary>
    public double[] WindowMeans(int first, int length) => [.. samples.Select(sample => sample.AsSpan(first, length).ToArray().Average())];

    private double Mean(int step) => samples.Average(sample => sample[step]);

    private double Covariance(int a, int b)
    {
        (double meanA, double meanB) = (Mean(a), Mean(b));
        return samples.Sum(sample => (sample[a] - meanA) * (sample[b] - meanB)) / (Seeds - 1);
    }
}
