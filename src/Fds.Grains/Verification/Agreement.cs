namespace Fds.Grains.Verification;

/// <summary>How close two numbers are, and how close they must be.</summary>
internal static class Agreement
{
    /// <summary>Forward and reverse mode in float64 do the same arithmetic in another order. Over a few steps they are 1e-15 to 1e-12 apart.</summary>
    public const double OfModes = 1e-6;

    /// <summary>Central differences lose half of float64's digits to rounding.</summary>
    public const double OfDifferences = 1e-3;

    /// <summary>Largest difference between the quotients of two step sizes; beyond it they say nothing about a derivative.</summary>
    public const double OfStepSizes = 1e-4;

    /// <summary>float32 keeps seven digits, of which a sum over a run loses some.</summary>
    public const double OfPrecisions = 0.02;

    /// <summary>A value below this share of the largest of its kind is measured relative to that share of the largest, not to itself.</summary>
    private const double Floor = 0.01;

    /// <summary>Their difference over the larger of them; 0 where they are the same.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="largest">The largest magnitude of their kind.</param>
    public static double Error(double a, double b, double largest) => a.Equals(b) ? 0 : Math.Abs(a - b) / Math.Max(Floor * largest, Math.Max(Math.Abs(a), Math.Abs(b)));
}
