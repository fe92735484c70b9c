using Fds.Studies.Plans.Children;
using Xunit;

namespace Fds.Grains.Tests;

/// <summary>Waits with an end, which say what did not come.</summary>
internal static class Phase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task Reached(this Task task, string phase)
    {
        try
        {
            await task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Stalled for {Patience.TotalSeconds:F0} s waiting for: {phase}.");
        }
    }

    public static async Task<T> Reached<T>(this Task<T> task, string phase)
    {
        await ((Task)task).Reached(phase);
        return await task;
    }

    public static Task<T> Reached<T>(this ValueTask<T> task, string phase) => task.AsTask().Reached(phase);
}
