using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.Search;

/// <summary>The box that is searched.</summary>
/// <param name="Dimensions">One closed, finite range per value of a trial. A range whose ends are equal fixes its value.</param>
/// <param name="Scales">The scale of each; default: all linear.</param>
public sealed record SearchSpace(ImmutableArray<ValueRange> Dimensions, ImmutableArray<ValueScale> Scales = default)
{
    /// <summary>d: how many dimensions are not fixed.</summary>
    internal int Free => Dimensions.Count(IsFree);

    /// <summary>The point of the unit cube [0, 1]^d that stands for a trial's values: the free dimensions in their order, each divided by its scale.</summary>
    internal double[] ToUnit(ImmutableArray<double> values) =>
        [.. Enumerable.Range(0, Dimensions.Length).Where(i => IsFree(Dimensions[i])).Select(i => ScaleOf(i).Share(Dimensions[i], values[i]))];

    /// <summary>The values that a point of the unit cube stands for, one per dimension.</summary>
    internal ImmutableArray<double> FromUnit(IEnumerable<double> point)
    {
        using IEnumerator<double> coordinates = point.GetEnumerator();
        return [.. Enumerable.Range(0, Dimensions.Length).Select(i => IsFree(Dimensions[i]) ? ScaleOf(i).Between(Dimensions[i], Next(coordinates)) : Dimensions[i].Minimum)];
    }

    /// <summary>The scale of a dimension.</summary>
    internal ValueScale ScaleOf(int dimension) => Scales.IsDefault ? ValueScale.Linear : Scales[dimension];

    private static bool IsFree(ValueRange range) => range.Maximum > range.Minimum;

    private static double Next(IEnumerator<double> coordinates) =>
        coordinates.MoveNext() ? coordinates.Current : throw new ArgumentException("Expected one coordinate for every free dimension, but got fewer.", nameof(coordinates));
}
