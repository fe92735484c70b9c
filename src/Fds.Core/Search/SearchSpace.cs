using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.Search;

/// <summary>The box that is searched.</summary>
/// <param name="Dimensions">One closed, finite range per value of a trial. A range whose ends are equal fixes its value.</param>
public sealed record SearchSpace(ImmutableArray<ValueRange> Dimensions)
{
    /// <summary>d: how many dimensions are not fixed.</summary>
    internal int Free => Dimensions.Count(IsFree);

    /// <summary>The point of the unit cube [0, 1]^d that stands for a trial's values: the free dimensions in their order.</summary>
    internal double[] ToUnit(ImmutableArray<double> values) =>
        [.. Dimensions.Zip(values).Where(pair => IsFree(pair.First)).Select(pair => (pair.Second - pair.First.Minimum) / (pair.First.Maximum - pair.First.Minimum))];

    /// <summary>The values that a point of the unit cube stands for, one per dimension.</summary>
    internal ImmutableArray<double> FromUnit(IEnumerable<double> point)
    {
        using IEnumerator<double> coordinates = point.GetEnumerator();
        return [.. Dimensions.Select(range => IsFree(range) ? range.Project(range.Minimum + (Next(coordinates) * (range.Maximum - range.Minimum))) : range.Minimum)];
    }

    private static bool IsFree(ValueRange range) => range.Maximum > range.Minimum;

    private static double Next(IEnumerator<double> coordinates) =>
        coordinates.MoveNext() ? coordinates.Current : throw new ArgumentException("Expected one coordinate for every free dimension, but got fewer.", nameof(coordinates));
}
