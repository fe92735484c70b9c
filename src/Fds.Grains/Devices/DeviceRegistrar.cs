using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.Devices;

/// <summary>While the silo is active, tells the schedulers of its devices every few seconds; when it stops, drains them first.</summary>
internal sealed partial class DeviceRegistrar(
    DeviceSlots slots, IGrainFactory grains, ILocalSiloDetails silo, IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time, ILogger<DeviceRegistrar> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task registering = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DeviceRegistrar), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => stopping.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        instruments.Watch(slots);
        foreach (IGrouping<(string Pool, int Threads), DeviceSlot> alike in slots.Workers.Select(worker => worker.Slot).GroupBy(slot => (slot.Pool, slot.Threads)))
        {
            LogSlots(alike.Count(), alike.Key.Pool, alike.Key.Threads, string.Join(", ", alike.Select(slot => slot.Device).Distinct()));
        }

        registering = Task.Run(RegisterAgainAndAgain, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await slots.Drain(cancellationToken);
        await stopping.CancelAsync();

        // The last round reports that the devices drain. A scheduler that does not answer will notice that they are gone.
        await LastRound().WaitAsync(cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task LastRound()
    {
        await Register();
        await registering;
    }

    private async Task RegisterAgainAndAgain()
    {
        while (!stopping.IsCancellationRequested)
        {
            await Register();
            await Task.Delay(options.Value.Registration, time, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task Register()
    {
        string address = silo.SiloAddress.ToParsableString();
        foreach (IGrouping<string, DeviceWorker> pool in slots.Workers.GroupBy(worker => worker.Slot.Pool))
        {
            ImmutableArray<DeviceStatus> devices = [.. pool.Select(worker => worker.Status(address))];
            try
            {
                await grains.GetGrain<ISchedulerGrain>(pool.Key).Register(new() { SiloName = options.Value.SiloName, Silo = address, Devices = devices });
            }
#pragma warning disable CA1031 // The next round repeats it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogNotRegistered(pool.Key, e.Message);
            }
        }
    }
}
