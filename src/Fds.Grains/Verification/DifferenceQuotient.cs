namespace Fds.Grains.Verification;

/// <summary>A derivative by central differences.</summary>
/// <param name="Value">The quotient with the shorter of two step sizes.</param>
/// <param name="Spread">How far that with the longer one is away, as an error.</param>
internal readonly record struct DifferenceQuotient(double Value, double Spread)
{
    /// <summary>Whether the quotient has settled.</summary>
    public bool IsSettled => Spread <= Agreement.OfStepSizes;
}
