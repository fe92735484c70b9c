using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Numerics;
using Fds.Studies.Views;

namespace Fds.Studies.Work;

/// <summary>The current work: which run of which attempt counts, and its outcome.</summary>
internal sealed class WorkLedger(StudyContext study)
{
    private int? shards;

    /// <summary>Number of shares that one replica's columns are divided into.</summary>
    public int Shards => shards ??= SpecificationTranslation.ColumnShards(study.Specification);

    /// <summary>Work that is not settled.</summary>
    public IEnumerable<WorkItem> Open => study.Record.Work.Where(item => !item.IsSettled);

    /// <summary>Begins new work and drops the orders and checkpoints of the work before it.</summary>
    /// <param name="keys">The work.</param>
    /// <param name="schedule">The schedules that each trains with; null: those that the study has learned so far.</param>
    public void Begin(IEnumerable<WorkKey> keys, Func<WorkKey, KindMap<ImmutableArray<double>>?>? schedule = null)
    {
        study.Heartbeats.Clear();
        study.Life.BeginSpan();
        foreach (WorkKey over in study.Record.Work.Select(item => item.Key).DistinctBy(key => (key.Kind, key.OuterStep)))
        {
            study.Follow(new RemoveStepCheckpoints(over));
        }

        study.Orders.Drop();
        study.Record.Work = [.. keys.Select(key => new WorkItem { Key = key, WaitingSince = study.Now.Utc, Schedule = schedule?.Invoke(key) })];
        study.Record.QuorumAt = null;
        study.Costs.BeginStep();
    }

    /// <summary>The work that a run belongs to, if the run's attempt is the one that counts; else null.</summary>
    public WorkItem? Find(WorkKey key, Fence fence)
    {
        WorkItem? item = study.IsActive ? study.Record.Work.Find(item => item.Key == key) : null;
        return item is not null && IsOf(item, fence) ? item : null;
    }

    /// <summary>
    /// Whether a run belongs to the attempt that counts: it is the bound run or, if none is bound, one that this incarnation of the study
    /// ordered.
    /// </summary>
    public bool IsOf(WorkItem item, Fence fence) =>
        item.Attempt == fence.Attempt && (item.IsBound ? item.RunId == fence.RunId : fence.Incarnation == Guid.Empty || fence.Incarnation == study.Record.Incarnation);

    /// <summary>Binds a run to the work's attempt.</summary>
    /// <returns>Whether none was bound before.</returns>
    public bool Bind(WorkItem item, Fence fence, string device, string silo)
    {
        if (item.IsBound)
        {
            return false;
        }

        item.RunId = fence.RunId;
        item.Device = device;
        item.Silo = silo;
        item.State = ReplicaState.Running;
        item.Reason = null;
        study.Heartbeats.Expect(item.Key);
        study.Events.Emit(StudyEventKind.ReplicaStarted, $"{Label(item.Key)} started on {device}, attempt {item.Attempt}");
        return true;
    }

    /// <summary>Settles work that contributes.</summary>
    public void Complete(WorkItem item, RunReport report) =>
        Settle(item, report, ReplicaState.Completed, StudyEventKind.ReplicaFinished, $"{Label(item.Key)}: {Figures.Of(report.Loss, report.Accuracy)} in {report.Seconds:F1} s");

    /// <summary>Settles work that does not contribute.</summary>
    public void LeaveOut(WorkItem item, RunReport report, ReplicaState state)
    {
        study.Follow(new CountLeftOut(state));
        Settle(item, report, state, StudyEventKind.ReplicaLeftOut, $"{Label(item.Key)} is left out ({state}): {report.Reason ?? "no reason given"}");
    }

    /// <summary>Starts another attempt of the work and fences off later reports of the old one.</summary>
    public void Redispatch(WorkItem item, string reason)
    {
        item.Redispatch(reason);
        item.WaitingSince = study.Now.Utc;
        study.Heartbeats.Forget(item.Key);
        study.Follow(new CountRedispatch());
        study.Follow(new NoteRedispatch(item.Key.Replica, item.Attempt, reason));
        study.Events.Emit(StudyEventKind.Redispatched, $"{Label(item.Key)} is queued again as attempt {item.Attempt}: {reason}");
    }

    /// <summary>A piece of work as messages name it.</summary>
    public string Label(WorkKey key) => key.Kind switch
    {
        WorkKind.Hypergradient => $"outer step {key.OuterStep + 1}, replica {key.Replica}{(Shards > 1 ? $", share {key.Shard + 1} of {Shards}" : "")}",
        WorkKind.Trial => $"trial {key.Replica}",
        WorkKind.Fluctuation => $"run {key.Replica}",
        WorkKind.Confirm => $"candidate {key.OuterStep + 1}, run {key.Replica}",
        WorkKind.Start => $"start {key.OuterStep + 1}, run {key.Replica}",
        WorkKind.StartAgain => $"start {key.OuterStep + 1} again, run {key.Replica}",
        WorkKind.RetrainInitial => $"retraining {key.Replica} with the initial schedule",
        WorkKind.RetrainLearned => $"retraining {key.Replica} with the learned schedule",
        _ => $"retraining {key.Replica} with the best schedule",
    };

    private void Settle(WorkItem item, RunReport report, ReplicaState state, StudyEventKind kind, string message)
    {
        item.State = state;
        item.Report = report;
        study.Events.Emit(kind, message);
        if (item.Trial is not null)
        {
            study.Plans.Search.Settle(item, report);
        }
    }
}
