namespace Fds.Contracts.Studies;

/// <summary>Numbers of which some may not be known.</summary>
public static class KnownNumbers
{
    /// <summary>The mean; null if a number is not known, or if there is none.</summary>
    public static double? MeanIfAllKnown(this IEnumerable<double?> numbers)
    {
        double?[] all = [.. numbers];
        return all.All(number => number is not null) ? all.Average() : null;
    }
}
