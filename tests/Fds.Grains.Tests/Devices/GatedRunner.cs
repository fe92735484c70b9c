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

    public Task Begun(int replica) => Of(begun, replica).Task;

    public void End(int replica, Func<WorkResult> how) => Of(ends, replica).SetResult(how);

    public void Prepare(DeviceSlot slot) => PreparedOn = Environment.CurrentManagedThreadId;

    public WorkResult Run(DeviceSlot slot, WorkOrder order, Action<WorkPosition> report, CancellationToken cancellationToken)
    {
        Threads.Add(Environment.CurrentManagedThreadId);
        Report = report;
        Of(begun, order.Key.Replica).SetResult();
        Task<Func<WorkResult>> end = Of(ends, order.Key.Replica).Task;
        end.Wait(cancellationToken);
        return end.Result();
    }

    private T Of<T>(Dictionary<int, T> sources, int replica)
        where T : class
    {
        lock (gate)
        {
            return sources.TryGetValue(replica, out T? source) ? source : sources[replica] = (T)Activator.CreateInstance(typeof(T), TaskCreationOptions.RunContinuationsAsynchronously)!;
        }
    }
}
