using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Fds.Client.Connections;

/// <summary>
/// Repeats a call that was lost with a silo, for half a minute. Every call of the console may be made twice: submitting the same file
/// again resumes the study, and the others ask or end.
/// </summary>
internal sealed class CallRetryFilter : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        long started = TimeProvider.System.GetTimestamp();
        bool MayRepeat(Exception fault) => IsLostCall(fault) && IsOurs(context) && TimeProvider.System.GetElapsedTime(started) < Patience;
        while (true)
        {
            try
            {
                await context.Invoke();
                if (context.Response?.Exception is not { } fault || !MayRepeat(fault))
                {
                    return;
                }
            }
            catch (Exception e) when (MayRepeat(e))
            {
                // The pause below comes first.
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Moving along an enumeration is not ours to repeat: whoever watches begins it anew from where it was.</summary>
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("Fds.Contracts", StringComparison.Ordinal) == true;

    private static bool IsLostCall(Exception fault) => fault is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or TimeoutException;
}
