using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Grains.Telemetry;
using Fds.Studies.Views;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Fds.Grains.Scheduling;

/// <summary>Matches waiting work with free devices of one pool. Nothing is stored: devices and studies repeat themselves every few seconds.</summary>
[Reentrant]
[KeepAlive]
[GrainType("fds-scheduler")]
internal sealed partial class SchedulerGrain(IClusterMembershipService membership, FdsInstruments instruments, TimeProvider time, ILogger<SchedulerGrain> log) : Grain, ISchedulerGrain
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeviceTimeout = TimeSpan.FromSeconds(20);
    private const int QueueShown = 1000;

    private readonly SortedDictionary<string, KnownDevice> devices = new(StringComparer.Ordinal);
    private readonly WorkQueue queue = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            _ =>
            {
                Match();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        instruments.OnQueueChanged(this.GetPrimaryKeyString(), null);
        return Task.CompletedTask;
    }

    public Task Register(DeviceRegistration registration)
    {
        foreach (DeviceStatus status in registration.Devices)
        {
            if (!devices.TryGetValue(status.Device, out KnownDevice? device))
            {
                devices[status.Device] = device = new(status);
                LogRegistered(status.Device, registration.Silo);
            }

            device.Update(status, time.GetUtcNow());
        }

        Match();
        return Task.CompletedTask;
    }

    public Task Enqueue(ImmutableArray<WorkOrder> orders)
    {
        RequireOwnPool(orders);

        // A study repeats an order until its run has reported. A run that has started must not take a second device.
        foreach (WorkOrder order in orders.Where(order => !devices.Values.Any(device => device.Has(order))))
        {
            queue.Put(order);
        }

        Match();
        return Task.CompletedTask;
    }

    public Task Forget(string study)
    {
        queue.Forget(study);
        Show();
        return Task.CompletedTask;
    }

    public Task DeviceFree(string device)
    {
        if (devices.TryGetValue(device, out KnownDevice? known))
        {
            known.BecameFree();
        }

        Match();
        return Task.CompletedTask;
    }

    public Task<PoolStatus> GetStatus() => Task.FromResult(new PoolStatus
    {
        Pool = this.GetPrimaryKeyString(),
        Devices = [.. devices.Values.Select(device => device.Status)],
        Queue = [.. queue.Waiting.Take(QueueShown)],
        QueueLength = queue.Count,
    });

    public Task<WaitReport> Explain(string study)
    {
        (WorkKey Key, int Ahead)[] places = [.. queue.Waiting.Select((key, place) => (key, place)).Where(waiting => waiting.key.Study == study)];
        return Task.FromResult(new WaitReport
        {
            Devices = Usable,
            Busy = Busy,
            Orders = [.. places.Select(waiting => waiting.Key)],
            Ahead = [.. places.Select(waiting => waiting.Ahead)],
        });
    }

    private void RequireOwnPool(ImmutableArray<WorkOrder> orders)
    {
        string pool = this.GetPrimaryKeyString();
        if (orders.FirstOrDefault(order => order.Pool != pool) is { } stray)
        {
            throw new ArgumentException($"Expected orders for pool {pool}, but {stray.Key} asks for {stray.Pool}.", nameof(orders));
        }
    }

    private int Usable => devices.Values.Count(device => !device.Status.Draining);

    private int Busy => devices.Values.Count(device => device is { IsFree: false, Status.Draining: false });

    private void Match()
    {
        DropLostDevices();
        StartWaiting();
        Show();
    }

    private void Show() => instruments.OnQueueChanged(this.GetPrimaryKeyString(), new(queue.Count, WaitReasons.OfPool(Usable, Busy)));

    private void StartWaiting()
    {
        if (queue.Count == 0)
        {
            return;
        }

        Dictionary<string, int> runs = devices.Values.Where(device => device.Study is not null).CountBy(device => device.Study!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        string[] silos = [.. devices.Values.Where(device => !device.Status.Draining).Select(device => device.Status.Silo).Distinct(StringComparer.Ordinal)];
        foreach (KnownDevice device in devices.Values.Where(device => device.IsFree).ToList())
        {
            if (queue.Take(study => runs.GetValueOrDefault(study), order => device.Suits(order, silos)) is not { } order)
            {
                continue;
            }

            runs[order.Key.Study] = runs.GetValueOrDefault(order.Key.Study) + 1;
            device.Starts(order);
            _ = StartOn(device, order);
        }
    }

    private void DropLostDevices()
    {
        ClusterMembershipSnapshot snapshot = membership.CurrentSnapshot;
        foreach (KnownDevice device in devices.Values.Where(device => IsLost(device, snapshot)).ToList())
        {
            devices.Remove(device.Status.Device);
            LogDropped(device.Status.Device, device.Status.Silo);
        }
    }

    private bool IsLost(KnownDevice device, ClusterMembershipSnapshot snapshot) =>
        snapshot.GetSiloStatus(SiloAddress.FromParsableString(device.Status.Silo)) is SiloStatus.Dead or SiloStatus.ShuttingDown or SiloStatus.Stopping
        || time.GetUtcNow() - device.Seen > DeviceTimeout;

    private async Task StartOn(KnownDevice device, WorkOrder order)
    {
        try
        {
            StartReply reply = await GrainFactory.GetGrain<IDeviceGrain>(device.Status.Device).Start(order);
            device.Answered(reply);
            if (reply.Code is StartCode.Accepted or StartCode.AlreadyRunning)
            {
                // It may have ended already.
                Match();
                return;
            }

            LogRefused(device.Status.Device, order.Key, reply.Code, reply.Current);
        }
#pragma warning disable CA1031 // After any fault the order returns to the queue. If it started after all, the study fences off the duplicate.
        catch (Exception e)
#pragma warning restore CA1031
        {
            devices.Remove(device.Status.Device);
            LogStartFailed(device.Status.Device, order.Key, e.Message);
        }

        queue.PutFirst(order);
        Match();
    }
}
