using Fds.Contracts.Devices;
using Fds.Grains.Devices;

namespace Fds.Grains.Tests.Devices;

/// <summary>A runner whose runs say that they have begun and end when the test says how.</summary>
internal sealed class GatedRunner : IWorkRunner
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, TaskCompletionSource> begun = [];
    private readonly Dictionary<int, TaskCompletionSource<Func<WorkResult>>> ends = [];

    public List<int> Threads { get; } = [];

    public int PreparedOn { get; private set; }

    public Action<WorkPosition>? Report { get; private set; }

    /// <summary>Whether nobody wanted the latest run any more when it ended.</summary>
    public bool WasAbandoned { get; private set; }

    /// <summary>Ends when the slot has been without work for a while.</summary>
    public TaskCompletionSource GaveBack { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun(int replica) => Of(begun, replica).Task;

    public void End(int replica, Func<WorkResult> how) => Of(ends, replica).SetResult(how);

    public void Prepare(DeviceSlot slot) => PreparedOn = Environment.CurrentManagedThreadId;

    public WorkResult Run(DeviceSlot slot, WorkOrder order, RunControl control)
    {
        Threads.Add(Environment.CurrentManagedThreadId);
        Report = control.Report;
        Of(begun, order.Key.Replica).SetResult();
        Task<Func<WorkResult>> end = Of(ends, order.Key.Replica).Task;
        try
        {
            end.Wait(control.Stopping);
        }
        finally
        {
            WasAbandoned = control.IsAbandoned();
        }

        return end.Result();
    }

    public void GiveBackMemory(DeviceSlot slot) => GaveBack.TrySetResult();

    private T Of<T>(Dictionary<int, T> sources, int replica)
        where T : class
    {
        lock (gate)
        {
            return sources.TryGetValue(replica, out T? source) ? source : sources[replica] = (T)Activator.CreateInstance(typeof(T), TaskCreationOptions.RunContinuationsAsynchronously)!;
        }
    }
}
