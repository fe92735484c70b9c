namespace Fds.Contracts.Studies;

/// <summary>Numbers of which some may not be known.</summary>
public static class KnownNumbers
{
    /// <summary>The number; null where it is NaN, which stands for one that there is not.</summary>
    public static double? Known(this double? number) => number is { } some && !double.IsNaN(some) ? some : null;

    /// <summary>The mean; null if a number is not known, or if there is none.</summary>
    public static double? MeanIfAllKnown(this IEnumerable<double?> numbers)
    {
        double?[] all = [.. numbers];
        return all.All(number => number is not null) ? all.Average() : null;
    }
}
