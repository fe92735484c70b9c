using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Grains.Tests.Studies.Histories;

/// <summary>A run on a device that does not exist. What it finds depends on its order alone; some fail at their first attempt.</summary>
internal sealed class HistoryRun(WorkOrder order, Guid id, string silo)
{
    public string Silo => silo;

    public int InnerStep { get; set; }

    private Fence Fence => new() { Attempt = order.Attempt, RunId = id, Incarnation = order.Incarnation };

    /// <summary>What a replica finds at an outer step.</summary>
    public static ImmutableArray<double> Hypergradient(int replica, int outerStep) => [1 + (0.3 * replica) - outerStep, -1 + (0.1 * outerStep), 1 - replica];

    public RunProgress Progress() => new()
    {
        Key = order.Key,
        Fence = Fence,
        Device = $"{silo}/0",
        Silo = silo,
        InnerStep = InnerStep,
        InnerSteps = 8,
        StepsPerSecond = 1,
        LiveColumns = 2,
        Spent = InnerStep,
    };

    public RunReport Report()
    {
        bool fails = order.Attempt == 1 && (order.Key.Replica + order.Key.OuterStep) % 5 == 3;
        ImmutableArray<double> gradient = Hypergradient(order.Key.Replica, order.Key.OuterStep);
        bool isHypergradient = order.Key.Kind is WorkKind.Hypergradient or WorkKind.Fluctuation;
        int[] columns = isHypergradient && order.Specification.Resources.ColumnShards > 1 ? [.. Enumerable.Range(0, 3).Where(column => column % 2 == order.Key.Shard)] : [];
        double loss = order.Schedule.LearningRate.Concat(order.Schedule.WeightDecay).Select((value, i) => (value - (0.2 * i)) * (value - (0.2 * i))).Sum() + (0.01 * order.Key.Replica);
        return new()
        {
            Key = order.Key,
            Fence = Fence,
            Device = $"{silo}/0",
            Silo = silo,
            Outcome = fails ? RunOutcome.Faulted : RunOutcome.Completed,
            Reason = fails ? "it failed" : null,
            Hypergradient = !isHypergradient ? [] : columns.Length > 0 ? [.. columns.Select(column => gradient[column])] : gradient,
            GreedyHypergradient = order.Key.Kind == WorkKind.Fluctuation ? gradient : [],
            Columns = [.. columns],
            Loss = loss,
            Accuracy = 1 / (1 + loss),
            AboveChance = true,
            InnerSteps = 8,
            GradientSteps = 10,
        };
    }
}
