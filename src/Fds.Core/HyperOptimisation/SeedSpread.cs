using System.Collections.Immutable;

namespace Fds.Core.HyperOptimisation;

/// <summary>How hypergradients, one value per seed, spread, and what averaging over seeds makes of that.</summary>
public static class SeedSpread
{
    /// <summary>Sample variance; NaN with fewer than two values.</summary>
    public static double Variance(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return double.NaN;
        }

        double mean = values.Sum() / values.Count;
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    /// <summary>Sample variance of means over disjoint groups of a given number of seeds, in order; seeds that do not fill a group are left out.</summary>
    public static double VarianceOfMeans(IEnumerable<double> values, int seeds) =>
        Variance([.. values.Chunk(seeds).Where(group => group.Length == seeds).Select(group => group.Average())]);

    /// <summary>
    /// The share of the standard deviation that remains after averaging over a number of seeds: for each hypergradient that of the means over that of single
    /// seeds, and of these the root mean square. With independent seeds it is about 1/√R.
    /// </summary>
    /// <param name="samples">One list per hypergradient, one value per seed.</param>
    /// <param name="seeds">R.</param>
    /// <returns>Null where no hypergradient varies, or there are no two groups.</returns>
    public static double? RelativeDeviationOfMeans(IEnumerable<ImmutableArray<double>> samples, int seeds)
    {
        double[] shares = [.. samples.Select(values => VarianceOfMeans(values, seeds) / Variance(values)).Where(double.IsFinite)];
        return shares.Length == 0 ? null : Math.Sqrt(shares.Average());
    }

    /// <summary>1, 2, 4, 8, …: sizes of which there are at least two disjoint groups.</summary>
    public static IEnumerable<int> GroupSizes(int seeds)
    {
        for (int size = 1; size <= seeds / 2; size *= 2)
        {
            yield return size;
        }
    }
}
