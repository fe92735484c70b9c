using System.Collections.Concurrent;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;

namespace Fds.Grains.Tests.Studies;

/// <summary>A runner whose results are functions of the order, one for each study.</summary>
internal sealed class ScriptedRunner : IWorkRunner
{
    private readonly ConcurrentDictionary<string, Func<WorkOrder, CancellationToken, WorkResult>> scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DataSummary> data = new(StringComparer.Ordinal);

    public void Script(string study, Func<WorkOrder, CancellationToken, WorkResult> script) => scripts[study] = script;

    /// <summary>What the runs of a study tell of its data.</summary>
    public void Tell(string study, DataSummary read) => data[study] = read;

    public void Prepare(DeviceSlot slot)
    {
    }

    public WorkResult Run(DeviceSlot slot, WorkOrder order, RunControl control)
    {
        control.Report(new(1, 8, 2, 0.5) { Data = order.TellData ? data.GetValueOrDefault(order.Key.Study) : null });
        return scripts[order.Key.Study](order, control.Stopping);
    }

    public void GiveBackMemory(DeviceSlot slot)
    {
    }

    /// <summary>A result that depends on the order alone.</summary>
    public static WorkResult Completed(WorkOrder order) => new(RunOutcome.Completed, null)
    {
        Hypergradient = order.Key.Kind == WorkKind.Hypergradient ? TestStudies.Gradient(1 + order.Key.Replica, -1, 1) : [],
        Loss = 1.0 / (1 + order.Key.OuterStep),
        Accuracy = 0.5 + (0.1 * order.Key.OuterStep),
        AboveChance = true,
        InnerSteps = 8,
        GradientSteps = 10,
    };
}
