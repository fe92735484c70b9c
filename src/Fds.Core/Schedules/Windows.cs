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
}
