namespace Fds.Core.Schedules;

/// <summary>From values to places on a scale, and back.</summary>
public static class ValueScales
{
    /// <summary>u: the place of a value on the scale. −∞ for 0 on <see cref="ValueScale.Log"/>, +∞ for 1 on <see cref="ValueScale.Log1m"/>.</summary>
    public static double Place(this ValueScale scale, double value) => scale switch
    {
        ValueScale.Linear => value,
        ValueScale.Log => Math.Log(value),
        ValueScale.Log1m => -Math.Log(1 - value),
        _ => throw Unknown(scale),
    };

    /// <summary>λ: the value at a place.</summary>
    public static double Value(this ValueScale scale, double place) => scale switch
    {
        ValueScale.Linear => place,
        ValueScale.Log => Math.Exp(place),
        ValueScale.Log1m => 1 - Math.Exp(-place),
        _ => throw Unknown(scale),
    };

    /// <summary>dλ/du: what a derivative by a value is multiplied with to be one by its place.</summary>
    public static double Slope(this ValueScale scale, double value) => scale switch
    {
        ValueScale.Linear => 1,
        ValueScale.Log => value,
        ValueScale.Log1m => 1 - value,
        _ => throw Unknown(scale),
    };

    /// <summary>The value at a distance from another, within a range.</summary>
    public static double Move(this ValueScale scale, double value, double distance, ValueRange range) => range.Project(scale.Value(scale.Place(value) + distance));

    /// <summary>The value that lies at a share of the way from one end of a range to the other, on the scale.</summary>
    public static double Between(this ValueScale scale, ValueRange range, double share)
    {
        double low = scale.Place(range.Minimum);
        return range.Project(scale.Value(low + (share * (scale.Place(range.Maximum) - low))));
    }

    /// <summary>How far along a range a value lies on the scale, in [0, 1].</summary>
    public static double Share(this ValueScale scale, ValueRange range, double value)
    {
        double low = scale.Place(range.Minimum);
        return (scale.Place(value) - low) / (scale.Place(range.Maximum) - low);
    }

    private static ArgumentOutOfRangeException Unknown(ValueScale scale) => new(nameof(scale), scale, "Expected linear, log or log1m.");
}
