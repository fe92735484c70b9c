using System.Collections.Immutable;

namespace Fds.Core.Schedules;

/// <summary>One hyperparameter over a horizon: a value per window, shared by the window's inner steps.</summary>
/// <remarks>A schedule knows no horizon: the same values stretch over any, the windows keeping their share of it.</remarks>
public sealed record Schedule
{
    /// <summary>A schedule of one value per window.</summary>
    /// <exception cref="FdsException">There is no value.</exception>
    public Schedule(ImmutableArray<double> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            throw new FdsException("A schedule needs at least one window, but got no values.");
        }

        Values = values;
    }

    /// <summary>The values, one per window.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>n: number of windows.</summary>
    public int Windows => Values.Length;

    /// <summary>The value in force at an inner step.</summary>
    public double At(int step, int horizon) => Values[Schedules.Windows.At(step, horizon, Windows)];

    /// <summary>A schedule that is the same everywhere.</summary>
    public static Schedule Constant(double value) => new([value]);
}
