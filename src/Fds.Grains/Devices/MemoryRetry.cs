using Fds.Core.Adjoints;
using Fds.Core.Runtime;

namespace Fds.Grains.Devices;

/// <summary>
/// Repeats a run that its device had not the memory for, with fewer states kept, for as long as there are fewer to keep. A checkpoint fits
/// every choice of states, so that such a run goes on from its latest one.
/// </summary>
internal static class MemoryRetry
{
    /// <summary>Runs.</summary>
    /// <param name="free">Bytes that the states which a run keeps may take.</param>
    /// <param name="states">The states that a run keeps for so many bytes; null: none.</param>
    /// <param name="run">The run with so many bytes.</param>
    /// <param name="onNarrowed">Told which states will be kept instead, and what libtorch said.</param>
    /// <exception cref="MemoryException">There is not enough even with the fewest states.</exception>
    public static T Run<T>(long free, Func<long, TrailPlan?> states, Func<long, T> run, Action<TrailPlan?, string> onNarrowed)
    {
        while (true)
        {
            string reason;
            try
            {
                return run(free);
            }
            catch (Exception e) when (OutOfMemory.Is(e))
            {
                reason = e.Message.Split('\n')[0].TrimEnd('.');
                if (Fewer(free, states) is not { } less)
                {
                    throw new MemoryException($"The device has not the memory for this run: {reason}. Use a smaller inner.chunk, batch or network, inner.reverseMemory: Levels, or a device with more memory.");
                }

                free = less;
            }

            TensorMemory.GiveBack();
            onNarrowed(states(free), reason);
        }
    }

    /// <summary>The most bytes, by halves, for which fewer states are kept; null where there is no such number.</summary>
    private static long? Fewer(long free, Func<long, TrailPlan?> states)
    {
        TrailPlan? now = states(free);
        long less = free;
        while (now is not null && less > 0)
        {
            less /= 2;
            if (states(less)?.Memory != now.Memory)
            {
                return less;
            }
        }

        return null;
    }
}
