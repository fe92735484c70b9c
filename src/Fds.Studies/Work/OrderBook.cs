using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Views;

namespace Fds.Studies.Work;

/// <summary>The orders for the scheduler. The scheduler stores nothing, so the orders are repeated while work waits.</summary>
internal sealed class OrderBook(StudyContext study)
{
    private readonly HashSet<(WorkKey Key, int Attempt)> told = [];
    private bool isDropped;

    /// <summary>Whether the scheduler must drop its earlier orders before it gets new ones.</summary>
    public bool MustForget => isDropped || !study.IsRunning;

    /// <summary>Withdraws the scheduler's orders, because settled work must not take a slot.</summary>
    public void Drop() => isDropped = true;

    /// <summary>Orders for waiting work, within the study's own limit of concurrent runs.</summary>
    /// <param name="again">Whether to repeat orders that the scheduler was given before.</param>
    public ImmutableArray<WorkOrder> Take(bool again)
    {
        if (again)
        {
            told.Clear();
            isDropped = false;
        }

        if (!study.IsRunning)
        {
            return [];
        }

        List<WorkItem> work = study.Record.Work;
        int room = (study.Specification.Resources.Parallelism ?? int.MaxValue) - work.Count(item => item.State == ReplicaState.Running);
        return
        [
            .. work.Where(item => item.State == ReplicaState.Waiting && item.NotBefore <= study.Now.Utc)
                .Take(Math.Max(0, room))
                .Where(item => told.Add((item.Key, item.Attempt)))
                .Select(Order),
        ];
    }

    private WorkOrder Order(WorkItem item) => new()
    {
        Key = item.Key,
        Attempt = item.Attempt,
        Pool = study.Record.Pool,
        Specification = study.Specification,
        Schedule = item.Schedule ?? (item.Key.Kind == WorkKind.RetrainBest ? StudyProjection.BestSchedule(study.Record)! : StudyProjection.LearnedSchedule(study.Record)),
        AboveChanceBefore = study.Record.AboveChance,
        Incarnation = study.Record.Incarnation,
        Trial = item.Trial,
        CostLimit = item.CostLimit,
        FailedOn = item.FailedOn,
        TellData = study.Record.Data is null,
        Model = study.Record.Data?.Model,
    };
}
