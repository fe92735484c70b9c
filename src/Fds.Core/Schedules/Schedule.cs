using System.Collections.Immutable;

namespace Fds.Core.Schedules;

/// <summary>One hyperparameter over a horizon: a value per window, shared by the window's inner steps, for all weights or for each group of them.</summary>
/// <remarks>A schedule knows no horizon: the same values stretch over any, the windows keeping their share of it.</remarks>
public sealed record Schedule
{
    /// <summary>A schedule of one value per window, the same for all weights.</summary>
    /// <exception cref="FdsException">There is no value.</exception>
    public Schedule(ImmutableArray<double> values)
        : this(values, [values.IsDefaultOrEmpty ? 0 : values.Length])
    {
    }

    /// <summary>A schedule with windows of its own for each group of weights.</summary>
    /// <param name="values">The values of the first group's windows, then those of the second group's, and so on.</param>
    /// <param name="groupWindows">For each group, its number of windows; one number: all weights share the values.</param>
    /// <exception cref="FdsException">There is no value, or their number is not that of the windows.</exception>
    public Schedule(ImmutableArray<double> values, ImmutableArray<int> groupWindows)
    {
        if (values.IsDefaultOrEmpty)
        {
            throw new FdsException("A schedule needs at least one window, but got no values.");
        }

        if (groupWindows.Any(windows => windows < 1) || groupWindows.Sum() != values.Length)
        {
            throw new FdsException($"A schedule needs a value for each window of each group, but got {values.Length} values for groups of {string.Join(", ", groupWindows)} windows.");
        }

        Values = values;
        GroupWindows = groupWindows;
    }

    /// <summary>The values, one per window, group after group.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>n of each group.</summary>
    public ImmutableArray<int> GroupWindows { get; }

    /// <summary>n: the largest number of windows that a group has.</summary>
    public int Windows => GroupWindows.Max();

    /// <summary>Whether groups of weights have values of their own.</summary>
    public bool IsGrouped => GroupWindows.Length > 1;

    /// <summary>The values in force at an inner step, one for each group.</summary>
    public ImmutableArray<double> At(int step, int horizon)
    {
        ImmutableArray<double>.Builder values = ImmutableArray.CreateBuilder<double>(GroupWindows.Length);
        int first = 0;
        foreach (int windows in GroupWindows)
        {
            values.Add(Values[first + Schedules.Windows.At(step, horizon, windows)]);
            first += windows;
        }

        return values.MoveToImmutable();
    }

    /// <summary>A schedule that is the same everywhere.</summary>
    public static Schedule Constant(double value) => new([value]);
}
