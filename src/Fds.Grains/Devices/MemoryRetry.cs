using Fds.Core.Adjoints;
using Fds.Core.Runtime;

namespace Fds.Grains.Devices;

/// <summary>
/// Repeats a run that its device lacked the memory for. Each repetition keeps fewer states, as long as that is possible. A checkpoint fits
/// every choice of states, so the run continues from its latest checkpoint.
/// </summary>
internal static class MemoryRetry
{
    /// <summary>Runs.</summary>
    /// <param name="free">Bytes that the states which a run keeps may take.</param>
    /// <param name="states">The states that a run keeps within a number of bytes; null: none.</param>
    /// <param name="run">The run, given the number of bytes.</param>
    /// <param name="onNarrowed">Receives the states that will be kept instead, and libtorch's message.</param>
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
                    throw new MemoryException($"The device lacks the memory for this run: {reason}. Use a smaller inner.chunk, batch or network, inner.reverseMemory: Levels, or a device with more memory.");
                }

                free = less;
            }

            TensorMemory.GiveBack();
            onNarrowed(states(free), reason);
        }
    }

    /// <summary>The largest number of bytes, found by halving, that leads to fewer kept states; null if there is none.</summary>
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
