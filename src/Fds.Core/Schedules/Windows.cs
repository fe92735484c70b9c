namespace Fds.Core.Schedules;

/// <summary>How a horizon of T inner steps is divided into n contiguous windows: step t lies in window ⌊n·t/T⌋.</summary>
/// <remarks>Micaelli and Storkey (2021), section 4: one hyperparameter is shared by all steps of a window.</remarks>
public static class Windows
{
    /// <summary>The window that inner step <paramref name="step"/> of <paramref name="horizon"/> lies in.</summary>
    public static int At(int step, int horizon, int windows) => (int)((long)windows * step / horizon);

    /// <summary>The first inner step of a window; for <paramref name="window"/> = n it is the horizon itself.</summary>
    public static int FirstStep(int window, int horizon, int windows) => (int)((((long)window * horizon) + windows - 1) / windows);

    /// <summary>Number of inner steps of a window.</summary>
    public static int Length(int window, int horizon, int windows) =>
        FirstStep(window + 1, horizon, windows) - FirstStep(window, horizon, windows);

    /// <summary>
    /// How often the columns of a schedule's windows are updated in the inner steps before <paramref name="until"/>, each from the first
    /// step of its window on: Σ_j max(0, until − FirstStep(j)). It takes no loop over steps or windows.
    /// </summary>
    public static long UpdatesBefore(int until, int horizon, int windows)
    {
        if (until <= 0 || horizon <= 0)
        {
            return 0;
        }

        // The windows that begin before that step, each of them at ⌊(j·T + n − 1) / n⌋.
        long begun = Math.Min(windows, ((until - 1L) * windows / horizon) + 1);
        return (begun * until) - FloorSum(begun, windows, horizon, windows - 1);
    }

    /// <summary>Refuses a horizon that is too short for every window to have a step.</summary>
    /// <exception cref="FdsException">The horizon has fewer steps than there are windows.</exception>
    public static void RequireNonEmpty(int horizon, int windows, HyperparameterKind kind)
    {
        if (horizon < windows)
        {
            throw new FdsException(
                $"Every window needs at least one inner step, but the {kind} schedule has {windows} windows over a horizon of {horizon} inner steps. " +
                "Use fewer windows or a longer horizon.");
        }
    }

    /// <summary>Σ ⌊(factor·i + offset) / divisor⌋ over i from 0 to count − 1, in as many rounds as Euclid's algorithm takes.</summary>
    private static long FloorSum(long count, long divisor, long factor, long offset)
    {
        long sum = 0;
        while (true)
        {
            sum += (count * (count - 1) / 2 * (factor / divisor)) + (count * (offset / divisor));
            (factor, offset) = (factor % divisor, offset % divisor);
            long top = (factor * count) + offset;
            if (top < divisor)
            {
                return sum;
            }

            // What is left lies below a line: count its points by rows instead of columns.
            (count, offset) = (top / divisor, top % divisor);
            (divisor, factor) = (factor, divisor);
        }
    }
}
