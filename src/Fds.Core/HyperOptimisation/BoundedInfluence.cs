using System.Collections.Immutable;

namespace Fds.Core.HyperOptimisation;

/// <summary>Keeps a replica whose hypergradient is far longer than usual from deciding for all the others.</summary>
/// <remarks>Near the edge of stability the lengths of hypergradients have heavy tails: one in some tens is a hundred times as long as the median.</remarks>
public static class BoundedInfluence
{
    /// <summary>Every replica's vector, shortened to the usual length where it is longer: the median of these and earlier lengths.</summary>
    /// <param name="vectors">One vector per replica, all of the same length.</param>
    /// <param name="earlier">The lengths of earlier outer steps' vectors, before they were shortened.</param>
    /// <returns>The vectors in their order, and their lengths before.</returns>
    public static (ImmutableArray<ImmutableArray<double>> Vectors, ImmutableArray<double> Lengths) Of(IReadOnlyList<ImmutableArray<double>> vectors, IEnumerable<double> earlier)
    {
        ImmutableArray<double> lengths = [.. vectors.Select(vector => Math.Sqrt(vector.Sum(value => value * value)))];
        double[] sorted = [.. earlier.Concat(lengths).Where(double.IsFinite).Order()];
        double usual = sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2];
        return ([.. vectors.Select((vector, i) => Shorten(vector, lengths[i], usual))], lengths);
    }

    private static ImmutableArray<double> Shorten(ImmutableArray<double> vector, double length, double usual) =>
        length > usual ? [.. vector.Select(value => value * (usual / length))] : vector;
}
