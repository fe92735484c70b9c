namespace Fds.Grains.Verification;

/// <summary>What central differences say of a derivative.</summary>
/// <param name="Value">The quotient with the shorter of two step sizes.</param>
/// <param name="Spread">How far that with the longer one is away, as an error.</param>
internal readonly record struct DifferenceQuotient(double Value, double Spread)
{
    /// <summary>Whether it says anything.</summary>
    public bool IsSettled => Spread <= Agreement.OfStepSizes;
}
