using System.Collections.Concurrent;
using Fds.Contracts.Devices;
using Fds.Contracts.Faults;
using Fds.Core.Runtime;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

/// <summary>
/// Owns one device slot for the life of the process: one thread, at most one job, and the reports on it. It lives outside any grain
/// activation, so that a deactivation or a lost directory entry cannot touch a run, and the slot can never be given twice.
/// </summary>
internal sealed partial class DeviceWorker : IDisposable
{
    /// <summary>
    /// A slot that is idle for this long gives memory back. It waits, because between two runs of a study it would have to allocate the
    /// memory again.
    /// </summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);
    private const string DrainReason = "the silo is stopping";
    private readonly BlockingCollection<DeviceJob> mail = new(1);
    private readonly IWorkRunner runner;
    private readonly RunReporter reporter;
    private readonly IDeviceHealth health;
    private readonly DeviceLoss loss;
    private readonly TimeProvider time;
    private readonly ILogger<DeviceWorker> log;
    private DeviceJob? current;
    private readonly ConcurrentDictionary<Guid, Task> reports = new();
    private volatile bool draining;

    public DeviceWorker(DeviceSlot slot, IWorkRunner runner, RunReporter reporter, IDeviceHealth health, DeviceLoss loss, TimeProvider time, ILogger<DeviceWorker> log)
    {
        Slot = slot;
        this.runner = runner;
        this.reporter = reporter;
        this.health = health;
        this.loss = loss;
        this.time = time;
        this.log = log;
        new Thread(Loop) { IsBackground = true, Name = $"fds-device-{slot.Key}" }.Start();
    }

    public DeviceSlot Slot { get; }

    public DeviceJob? Current => Volatile.Read(ref current);

    /// <summary>Whether it would take an order.</summary>
    public bool IsFree => !draining && Current is null;

    public DeviceStatus Status(string silo)
    {
        DeviceJob? job = Current;
        return new()
        {
            Device = Slot.Key,
            Pool = Slot.Pool,
            Silo = silo,
            Current = job?.Order.Key,
            Attempt = job?.Order.Attempt ?? 0,
            Incarnation = job?.Order.Incarnation ?? Guid.Empty,
            Draining = draining,
            Hardware = Slot.Device,
            Threads = Slot.Threads,
            MemoryBytes = Slot.MemoryBytes,
            RunningSeconds = job?.Elapsed.TotalSeconds ?? 0,
        };
    }

    /// <summary>Begins an order if the slot is idle.</summary>
    public StartReply TryBegin(WorkOrder order)
    {
        if (order.Pool != Slot.Pool)
        {
            throw new ArgumentException($"Expected an order for pool {Slot.Pool}, but {order.Key} asks for {order.Pool}.", nameof(order));
        }

        DeviceJob? running = Current;
        if (running is not null && running.Order.Key == order.Key && running.Order.Attempt == order.Attempt && running.Order.Incarnation == order.Incarnation)
        {
            return new() { Code = StartCode.AlreadyRunning, Current = order.Key };
        }

        if (draining)
        {
            return new() { Code = StartCode.Draining, Current = running?.Order.Key };
        }

        DeviceJob job = new(order, time);
        if (Interlocked.CompareExchange(ref current, job, null) is { } busy)
        {
            job.Dispose();
            return new() { Code = StartCode.Busy, Current = busy.Order.Key };
        }

        mail.Add(job);
        Follow(job);
        if (draining)
        {
            // Draining began between the check above and here: whichever of the two sees the other stops the job.
            job.Stop(DrainReason);
        }

        return new() { Code = StartCode.Accepted, Current = order.Key };
    }

    /// <summary>Stops this attempt of this work, or an earlier one, if it runs here; nothing is reported.</summary>
    public void Stop(WorkKey key, int attempt, string reason)
    {
        if (Current is { } job && job.Order.Key == key && job.Order.Attempt <= attempt)
        {
            job.Abandon(reason);
        }
    }

    /// <summary>Accepts no more work, stops the current run and waits until every run is reported.</summary>
    public async Task Drain()
    {
        draining = true;
        Current?.Stop(DrainReason);
        while (!reports.IsEmpty)
        {
            await Task.WhenAll(reports.Values);
        }
    }

    public void Dispose() => mail.CompleteAdding();

    /// <summary>Adds the report to the list before it begins. A report that ended before it was added would never leave the list.</summary>
    private void Follow(DeviceJob job)
    {
        Task<Task> report = new(() => Report(job));
        reports[job.RunId] = report.Unwrap();
        report.Start(TaskScheduler.Default);
    }

    private async Task Report(DeviceJob job)
    {
        try
        {
            await reporter.Follow(Slot, job);
        }
        finally
        {
            reports.TryRemove(job.RunId, out _);
        }
    }

    private void Loop()
    {
        // At normal priority, training would starve the membership probes of a small machine.
        LowPriority.OfThisThread();
        runner.Prepare(Slot);
        bool idle = true;
        while (!mail.IsCompleted)
        {
            if (!mail.TryTake(out DeviceJob? job, idle ? Timeout.InfiniteTimeSpan : IdleTime))
            {
                if (!idle && !mail.IsCompleted)
                {
                    runner.GiveBackMemory(Slot);
                }

                idle = true;
                continue;
            }

            idle = false;
            WorkResult result = Run(job);

            // The device is free before its report is delivered: the next order need not wait for the network.
            Volatile.Write(ref current, null);
            job.Completion.TrySetResult(result);
        }
    }

    private WorkResult Run(DeviceJob job)
    {
        using IDisposable? scope = RunScope.Begin(log, Slot, job.Order);
        LogStarting(Slot.Key, job.Order.Key, job.Order.Attempt);
        try
        {
            return runner.Run(Slot, job.Order, new(job.Report, () => job.Abandoned, job.Stopping));
        }
        catch (OperationCanceledException) when (job.Stopping.IsCancellationRequested)
        {
            return new(RunOutcome.Preempted, job.StopReason);
        }
#pragma warning disable CA1031 // The study counts whatever a run throws; an exception must not end the slot's thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFaulted(Slot.Key, job.Order.Key, e);
            if (health.Complaint(Slot) is { } complaint)
            {
                return Withdraw(complaint);
            }

            return new(RunOutcome.Faulted, FaultText.Reason(e.Message)) { GradientSteps = job.Position.Spent };
        }
    }

    /// <summary>Accepts no more work, because all work would fail here. The loss is not the run's fault, so it does not count as a failed attempt.</summary>
    private WorkResult Withdraw(string complaint)
    {
        draining = true;
        loss.Tell(Slot, complaint);
        return new(RunOutcome.Preempted, $"{Slot.Device} of its silo can no longer compute: {complaint}");
    }
}
