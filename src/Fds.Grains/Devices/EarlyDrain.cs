using Microsoft.Extensions.Hosting;

namespace Fds.Grains.Devices;

/// <summary>
/// Drains the devices before anything of the process stops: until they are empty the silo is a member of its cluster, answers that it is not
/// ready, and shows its metrics.
/// </summary>
internal sealed class EarlyDrain(DeviceSlots slots) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) => slots.Drain(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
