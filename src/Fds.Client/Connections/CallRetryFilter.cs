using Orleans.Runtime;

namespace Fds.Client.Connections;

/// <summary>
/// Repeats a call that was lost with a silo, for some seconds. Every call of the console may be made twice: submitting the same file
/// again resumes the study, and the others ask or end.
/// </summary>
internal sealed class CallRetryFilter : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8),
    ];

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception e) when (failures < Pauses.Length && IsLostCall(e) && IsOurs(context))
            {
                await Task.Delay(Pauses[failures], TimeProvider.System);
            }
        }
    }

    /// <summary>Moving along an enumeration is not ours to repeat: whoever watches begins it anew from where it was.</summary>
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Namespace?.StartsWith("Fds.Contracts", StringComparison.Ordinal) == true;

    private static bool IsLostCall(Exception fault) => fault is SiloUnavailableException or OrleansMessageRejectionException or Orleans.Runtime.Messaging.ConnectionFailedException;
}
