using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

/// <summary>The log scope of a run, which every line about the run has if scopes are shown.</summary>
internal static class RunScope
{
    private static readonly Func<ILogger, string, string, WorkKey, int, IDisposable?> begin =
        LoggerMessage.DefineScope<string, string, WorkKey, int>("study {Study} on {Device}, {Work}, attempt {Attempt}");

    public static IDisposable? Begin(ILogger log, DeviceSlot slot, WorkOrder order) => begin(log, order.Key.Study, slot.Key, order.Key, order.Attempt);
}
