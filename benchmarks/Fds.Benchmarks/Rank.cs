namespace Fds.Benchmarks;

/// <summary>Ranks, and what they have in common.</summary>
internal static class Rank
{
    /// <summary>Spearman's ρ: the correlation of ranks; equal values share the mean of theirs.</summary>
    public static double Correlation(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        double[] a = Of(one);
        double[] b = Of(other);
        double middle = (a.Length - 1) / 2.0;
        double Sum(double[] left, double[] right) => left.Zip(right, (x, y) => (x - middle) * (y - middle)).Sum();
        return Sum(a, b) / Math.Sqrt(Sum(a, a) * Sum(b, b));
    }

    private static double[] Of(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(each => each < value) + ((values.Count(each => each == value) - 1) / 2.0))];
}
