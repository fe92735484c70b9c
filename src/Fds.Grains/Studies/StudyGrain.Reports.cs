using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>What devices say of their runs. Only the run bound to the attempt that a piece of work now has may count, once.</summary>
internal sealed partial class StudyGrain
{
    /// <summary>Data that were read before come back, or another silo has them; data that nobody has are not looked for long.</summary>
    private static readonly TimeSpan PauseBeforeReading = TimeSpan.FromSeconds(5);

    private readonly Dictionary<WorkKey, LiveRun> live = [];

    public async Task<Verdict> Progress(RunProgress progress)
    {
        if (Counted(progress.Key, progress.Fence) is not { } item || item.IsSettled)
        {
            instruments.OnStaleReport(Name);
            await Stored();
            return Verdict.Abandon;
        }

        if (IsPaused && !item.IsBound)
        {
            // It was on its way when the study was paused: it starts again, under the same attempt, when the study goes on.
            await Stored();
            return Verdict.Abandon;
        }

        if (await InOneGo(() => Hear(item, progress)))
        {
            await SaveAndEnqueue();
        }

        EmitProgress();
        return IsPaused ? Verdict.Preempt : Verdict.Continue;
    }

    /// <returns>Whether anything changed that is stored.</returns>
    private bool Hear(WorkItem item, RunProgress progress)
    {
        bool bound = Bind(item, progress.Fence, progress.Device, progress.Silo);
        bool restored = TellRestored(item, progress);
        bool further = item.GoesOnFrom(progress.FirstInnerStep);
        if (progress.InnerStep > (live.GetValueOrDefault(progress.Key)?.Progress?.InnerStep ?? 0))
        {
            instruments.OnStudyProgressed(Name);
        }

        live[progress.Key] = new(progress, time.GetTimestamp());
        return bound | restored | further | NoteCost(item, progress.Cost);
    }

    public async Task<Verdict> Finished(RunReport report)
    {
        if (Counted(report.Key, report.Fence) is not { } item)
        {
            return await FinishedLate(report);
        }

        if (item.IsSettled)
        {
            await Stored();
            return Verdict.Duplicate;
        }

        await InOneGo(() => TakeUp(item, report));
        await SaveAndEnqueue();
        return Verdict.Accepted;
    }

    /// <summary>A run whose first word is its last is bound and counted by the same write: either both are stored, or it tells again.</summary>
    private StudyState TakeUp(WorkItem item, RunReport report)
    {
        Bind(item, report.Fence, report.Device, report.Silo);
        State.Faults = 0;
        Count(item, report);
        AdvanceIfSettled();
        return State.State;
    }

    private async Task<Verdict> FinishedLate(RunReport report)
    {
        if (IsTrialIn(report.Key))
        {
            await Stored();
            return Verdict.Duplicate;
        }

        if (await InOneGo(() => RecordLate(report)) is { } late)
        {
            await (late == Verdict.Accepted ? SaveAndEnqueue() : Stored());
            return late;
        }

        instruments.OnStaleReport(Name);
        LogStale(Name, report.Key, report.Fence.Attempt, report.Device);
        await Stored();
        return Verdict.Abandon;
    }

    /// <summary>The work that a report is about, if it is of the attempt and run that count now.</summary>
    private WorkItem? Counted(WorkKey key, Fence fence)
    {
        RequireSound();
        WorkItem? item = IsActive ? State.Work.Find(item => item.Key == key) : null;
        return item is not null && IsOf(item, fence) ? item : null;
    }

    /// <summary>Whether a run is of the attempt that a piece of work has: the one bound to it or, where none is, one that this study as it is now asked for.</summary>
    private bool IsOf(WorkItem item, Fence fence) =>
        item.Attempt == fence.Attempt && (item.IsBound ? item.RunId == fence.RunId : fence.Incarnation == Guid.Empty || fence.Incarnation == State.Incarnation);

    private bool Bind(WorkItem item, Fence fence, string device, string silo)
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
        live.TryAdd(item.Key, new(null, time.GetTimestamp()));
        Emit(StudyEventKind.ReplicaStarted, $"{Label(item.Key)} started on {device}, attempt {item.Attempt}");
        return true;
    }

    private void Count(WorkItem item, RunReport report)
    {
        live.Remove(item.Key);
        instruments.OnStudyProgressed(Name);
        double paid = CountCost(item, report);
        State.DeviceKind = report.DeviceKind;
        State.Computation = report.Computation ?? State.Computation;
        item.Reason = report.Reason;
        switch (report.Outcome)
        {
            case RunOutcome.Unaffordable:
                StopBefore(item, report);
                break;
            case RunOutcome.Completed:
                Settle(item, report, ReplicaState.Completed, StudyEventKind.ReplicaFinished, $"accuracy {report.Accuracy:P2} in {report.Seconds:F1} s");
                break;
            case RunOutcome.Diverged:
                LeaveOut(item, report, ReplicaState.Diverged);
                break;
            case RunOutcome.Collapsed:
                LeaveOut(item, report, ReplicaState.Collapsed);
                break;
            case RunOutcome.Refused:
                instruments.OnAttemptFailed(Name, FailureReasons.Refused);
                LeaveOut(item, report, ReplicaState.Failed);
                End(StudyState.Failed, report.Reason);
                break;
            case RunOutcome.Preempted:
                item.GoesOnFrom(report.FirstInnerStep);
                ComeBack(item, $"preempted: {report.Reason}");
                break;
            case RunOutcome.Unreadable:
                CountUnreadable(item, report, paid);
                break;
            default:
                CountFailure(item, report, paid);
                break;
        }
    }

    /// <summary>What was spent is spent, whatever it led to.</summary>
    /// <returns>What is charged for, in gradient steps.</returns>
    private double CountCost(WorkItem item, RunReport report)
    {
        KeepStepTime();
        return Pay(item, report.FirstSpent, report.GradientSteps, report.Seconds);
    }

    /// <summary>Charges what an attempt has cost; retraining is not learning.</summary>
    /// <returns>What is charged for, in gradient steps.</returns>
    private double Pay(WorkItem item, double firstSpent, double spent, double seconds)
    {
        double unpaid = item.Unpaid(firstSpent, spent);
        item.PaidUpTo = Math.Max(item.PaidUpTo, spent);
        State.StepGradientSteps += unpaid;
        Spend(unpaid, seconds, onLearning: State.Phase != StudyPhase.Retraining);
        return unpaid;
    }

    private void Spend(double gradientSteps, double seconds, bool onLearning)
    {
        State.GradientSteps += gradientSteps;
        if (onLearning)
        {
            State.Learning = State.Learning with
            {
                GradientSteps = State.Learning.GradientSteps + gradientSteps,
                DeviceSeconds = State.Learning.DeviceSeconds + seconds,
            };
        }
    }

    /// <summary>Work that its device did not begin, because it would exceed the budget.</summary>
    private void StopBefore(WorkItem item, RunReport report)
    {
        if (item.Trial is null)
        {
            StopEarly(report.Reason);
        }
        else
        {
            item.Cost = report.Cost ?? Math.BitIncrement(item.CostLimit ?? 0);
            if (Watchdog.CountReturn(item, Label(item.Key), report.Reason) is { } why)
            {
                End(StudyState.Failed, why);
                return;
            }

            Shelve(item);
        }
    }

    private void CountFailure(WorkItem item, RunReport report, double paid)
    {
        instruments.OnAttemptFailed(Name, FailureReasons.Faulted);
        if (!TryAgain(item, report, paid) && Watchdog.OfTrials(State) is { } why)
        {
            End(StudyState.Failed, why);
        }
    }

    /// <summary>
    /// Once elsewhere at once, then after a pause. Where that does not help the study ends: whatever else it asks for needs the same data.
    /// </summary>
    private void CountUnreadable(WorkItem item, RunReport report, double paid)
    {
        instruments.OnAttemptFailed(Name, FailureReasons.Refused);
        item.NotBefore = time.GetUtcNow() + (item.Failures * PauseBeforeReading);
        if (!TryAgain(item, report, paid))
        {
            End(StudyState.Failed, item.Report?.Reason);
        }
    }

    /// <summary>Gives work that failed to another attempt, on another silo where there is one, unless it has failed too often.</summary>
    /// <returns>Whether it is tried again.</returns>
    private bool TryAgain(WorkItem item, RunReport report, double paid)
    {
        item.Failures++;
        if (item.Failures >= options.Value.AttemptsPerReplica)
        {
            item.Reason = $"it failed {item.Failures} times, last with: {report.Reason}";
            LeaveOut(item, report with { Reason = item.Reason }, ReplicaState.Failed);
            return false;
        }

        item.FailedOn = [.. item.FailedOn.Except([report.Silo]), report.Silo];
        Redispatch(item, $"failed: {report.Reason}");
        LimitAgain(item, paid);
        return true;
    }

    /// <summary>What a failure has cost is not left for the next attempt, nor for the other shares of the replica. A trial is given its limit anew, in its turn.</summary>
    private void LimitAgain(WorkItem item, double paid)
    {
        if (item is { Trial: not null, CostLimit: not null })
        {
            Shelve(item);
            return;
        }

        foreach (WorkItem share in State.Work.Where(other => other.Key with { Shard = item.Key.Shard } == item.Key))
        {
            share.CostLimit -= paid;
        }
    }

    private void LeaveOut(WorkItem item, RunReport report, ReplicaState state)
    {
        instruments.OnReplicaLeftOut(Name, state);
        Settle(item, report, state, StudyEventKind.ReplicaLeftOut, report.Reason ?? "no reason given");
    }

    private void Settle(WorkItem item, RunReport report, ReplicaState state, StudyEventKind kind, string message)
    {
        item.State = state;
        item.Report = report;
        Emit(kind, state == ReplicaState.Completed ? $"{Label(item.Key)}: {message}" : $"{Label(item.Key)} is left out ({state}): {message}");
        if (item.Trial is not null)
        {
            SettleTrial(item, report);
        }
    }

    /// <summary>Gives work that was interrupted to another attempt, unless it gets nowhere. What is interrupted because its user paused the study is not counted.</summary>
    private void ComeBack(WorkItem item, string reason)
    {
        if (!IsPaused && Watchdog.CountReturn(item, Label(item.Key), reason) is { } why)
        {
            End(StudyState.Failed, why);
        }
        else
        {
            Redispatch(item, reason);
        }
    }

    private void Redispatch(WorkItem item, string reason)
    {
        item.Redispatch(reason);
        item.WaitingSince = time.GetUtcNow();
        live.Remove(item.Key);
        instruments.OnRedispatched(Name);
        span?.AddEvent(new("redispatched", time.GetUtcNow(), new() { ["fds.replica"] = item.Key.Replica, ["fds.attempt"] = item.Attempt, ["fds.reason"] = reason }));
        Emit(StudyEventKind.Redispatched, $"{Label(item.Key)} is queued again as attempt {item.Attempt}: {reason}");
    }

    private string Label(WorkKey key) => key.Kind switch
    {
        WorkKind.Hypergradient => $"outer step {key.OuterStep + 1}, replica {key.Replica}{(Shards > 1 ? $", share {key.Shard + 1} of {Shards}" : "")}",
        WorkKind.Trial => $"trial {key.Replica}",
        WorkKind.Fluctuation => $"run {key.Replica}",
        WorkKind.RetrainLearned => $"retraining {key.Replica} with the learned schedule",
        _ => $"retraining {key.Replica} with the best schedule",
    };
}
