namespace Fds.Deployment.Tests.Kubelet;

/// <summary>Waits for what is sure to come, and says what did not.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task Until(string what, Func<Task<bool>> condition, Func<string> where)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException($"Waited {Limit} for {what}. {where()}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
