using Fds.Contracts.Devices;

namespace Fds.Grains.Devices;

/// <summary>One run on a device: written by the device's thread, read by its report loop and its grain.</summary>
internal sealed class DeviceJob(WorkOrder order, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly long started = time.GetTimestamp();
    private WorkPosition position = WorkPosition.Start;
    private string? stopReason;

    public WorkOrder Order { get; } = order;

    public Guid RunId { get; } = Guid.NewGuid();

    /// <summary>Identifies the run's reports.</summary>
    public Fence Fence => new() { Attempt = Order.Attempt, RunId = RunId, Incarnation = Order.Incarnation };

    public TaskCompletionSource<WorkResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Stopping => stopping.Token;

    public string? StopReason => Volatile.Read(ref stopReason);

    /// <summary>Whether the study no longer wants this attempt.</summary>
    public bool Abandoned { get; private set; }

    public WorkPosition Position => Volatile.Read(ref position);

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    public void Report(WorkPosition reached) => Volatile.Write(ref position, reached);

    public void Stop(string reason)
    {
        Volatile.Write(ref stopReason, reason);
        try
        {
            stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The job ended at this very moment: there is nothing left to stop.
        }
    }

    /// <summary>The study no longer wants this attempt: stop, and report nothing.</summary>
    public void Abandon(string reason)
    {
        Abandoned = true;
        Stop(reason);
    }

    public void Dispose() => stopping.Dispose();
}
