using Fds.Grains.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Devices;

/// <summary>All device slots of this process, one worker each.</summary>
internal sealed class DeviceSlots : IDisposable
{
    private readonly Dictionary<string, DeviceWorker> workers;

    public DeviceSlots(
        IDeviceDiscovery discovery,
        IWorkRunner runner,
        RunReporter reporter,
        IDeviceHealth health,
        DeviceLoss loss,
        IOptions<FdsSiloOptions> options,
        TimeProvider time,
        ILogger<DeviceWorker> log)
    {
        workers = discovery.Find(options.Value).ToDictionary(slot => slot.Key, slot => new DeviceWorker(slot, runner, reporter, health, loss, time, log), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<DeviceWorker> Workers => workers.Values;

    /// <summary>The worker of a device of this silo.</summary>
    /// <exception cref="InvalidOperationException">This silo has no such device.</exception>
    public DeviceWorker this[string key] => workers.TryGetValue(key, out DeviceWorker? worker)
        ? worker
        : throw new InvalidOperationException($"Expected a device of this silo ({string.Join(", ", workers.Keys)}), but got '{key}'.");

    /// <summary>
    /// Drains every device until all runs are reported or the drain time is over. Runs that are still going then are lost and start again
    /// elsewhere.
    /// </summary>
    public async Task Drain(CancellationToken timeIsUp)
    {
        try
        {
            await Task.WhenAll(workers.Values.Select(worker => worker.Drain())).WaitAsync(timeIsUp);
        }
        catch (OperationCanceledException) when (timeIsUp.IsCancellationRequested)
        {
            // The silo's stop continues anyway.
        }
    }

    public void Dispose()
    {
        foreach (DeviceWorker worker in workers.Values)
        {
            worker.Dispose();
        }
    }
}
