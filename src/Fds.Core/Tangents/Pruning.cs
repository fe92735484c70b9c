namespace Fds.Core.Tangents;

/// <summary>Skips tangent updates on some inner steps, while weights and velocity are still updated.</summary>
/// <param name="Mode">Which steps are skipped.</param>
/// <param name="Ratio">r in [0, 1): the share of steps that is skipped.</param>
/// <remarks>As in the reference implementation, including its rounding of the interval.</remarks>
public readonly record struct Pruning(PruningMode Mode, double Ratio)
{
    /// <summary>No step is skipped.</summary>
    public static Pruning Off => default;

    /// <summary>Whether the tangents of a kind with <paramref name="windows"/> windows are left untouched at every inner step of a horizon of at least as many steps.</summary>
    public bool SkipsAll(int horizon, int windows)
    {
        // Of a window, its first steps or its last one are updated, if any is.
        int last = (horizon / windows) - 1;
        return Skips(0, horizon, windows) && Skips(Math.Min(1, last), horizon, windows) && Skips(last, horizon, windows);
    }

    /// <summary>Whether the tangents of a kind with <paramref name="windows"/> windows are left untouched at an inner step.</summary>
    public bool Skips(int step, int horizon, int windows)
    {
        if (Mode == PruningMode.None || Ratio == 0)
        {
            return false;
        }

        int length = horizon / windows;
        int position = step % length;
        return (Mode, Ratio) switch
        {
            (PruningMode.Truncate, _) => position < Ratio * length,
            (_, >= 0.5) => position % (int)(1 / (1 - Ratio)) != 0,
            _ => position % (int)(1 / Ratio) == 0,
        };
    }
}
