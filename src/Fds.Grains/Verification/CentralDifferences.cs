namespace Fds.Grains.Verification;

/// <summary>
/// Central differences of a function that is smooth but for kinks: rectifiers, max-pooling and clamps. A difference across a kink measures the
/// jump there, one with too short a step measures rounding. So the step is shortened until the quotients of two sizes agree.
/// </summary>
internal static class CentralDifferences
{
    private const double Longest = 4e-6;
    private const double Shortest = 1e-9;
    private const double Factor = 4;

    /// <summary>
    /// Goes on to shorter steps for as long as the quotient has not settled, and also where it has, but not at what is expected: longer steps may
    /// jump over many kinks evenly. So what is expected never decides what is found, only how long it is looked for.
    /// </summary>
    /// <param name="quotientAt">The quotient with a step size.</param>
    /// <param name="largest">The largest magnitude of its kind.</param>
    /// <param name="isExpected">Whether a value is what it should be.</param>
    public static DifferenceQuotient Of(Func<double, double> quotientAt, double largest, Func<double, bool> isExpected)
    {
        double previous = quotientAt(Longest);
        DifferenceQuotient found = new(previous, double.PositiveInfinity);
        for (double step = Longest / Factor; step >= Shortest; step /= Factor)
        {
            double value = quotientAt(step);
            DifferenceQuotient pair = new(value, Agreement.Error(value, previous, largest));
            if (pair.IsSettled && isExpected(value))
            {
                return pair;
            }

            bool better = pair.IsSettled || (!found.IsSettled && pair.Spread < found.Spread);
            found = better ? pair : found;
            previous = value;
        }

        return found;
    }
}
