using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;

namespace Fds.Studies.Work;

/// <summary>Handles work that failed, was interrupted or was lost. It is tried again within bounds; after that it is left out or ends the study.</summary>
internal sealed class Retries(StudyContext study)
{
    /// <summary>Data that cannot be read may come back, or another silo may have them. The study looks for them only for a short time.</summary>
    private static readonly TimeSpan PauseBeforeReading = TimeSpan.FromSeconds(5);

    /// <summary>Applies a report to its work.</summary>
    public void Count(WorkItem item, RunReport report)
    {
        study.Heartbeats.Forget(item.Key);
        study.Follow(new CountProgress());
        double paid = study.Costs.Pay(item, report.FirstSpent, report.GradientSteps, report.Seconds);
        study.Record.DeviceKind = report.DeviceKind;
        study.Record.Computation = report.Computation ?? study.Record.Computation;
        item.Reason = report.Reason;
        switch (report.Outcome)
        {
            case RunOutcome.Completed:
                study.Work.Complete(item, report);
                break;
            case RunOutcome.Diverged:
                study.Work.LeaveOut(item, report, ReplicaState.Diverged);
                break;
            case RunOutcome.Collapsed:
                study.Work.LeaveOut(item, report, ReplicaState.Collapsed);
                break;
            case RunOutcome.Unaffordable:
                CountUnaffordable(item, report);
                break;
            case RunOutcome.Refused:
                study.Follow(new CountFailedAttempt(FailureReasons.Refused));
                study.Work.LeaveOut(item, report, ReplicaState.Failed);
                study.Life.End(StudyState.Failed, report.Reason);
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

    /// <summary>Queues runs again whose silo is gone or that have been silent for too long.</summary>
    /// <param name="isGone">Whether a silo, by its address, is gone.</param>
    /// <returns>Whether there were any.</returns>
    public bool QueueLost(Func<string, bool> isGone)
    {
        bool any = false;
        foreach (WorkItem item in study.Record.Work.Where(item => item.State == ReplicaState.Running).ToList())
        {
            // After one of the runs has ended the study, the others no longer matter.
            if (study.IsActive && WhyLost(item, isGone) is { } lost)
            {
                study.Follow(new CountFailedAttempt(lost.Label));
                ComeBack(item, lost.Reason);
                any = true;
            }
        }

        return any;
    }

    private (string Label, string Reason)? WhyLost(WorkItem item, Func<string, bool> isGone)
    {
        if (isGone(item.Silo!))
        {
            return (FailureReasons.SiloGone, $"its silo {item.Silo} is gone");
        }

        TimeSpan silence = study.Heartbeats.Silence(item.Key);
        return silence > study.Settings.Lease ? (FailureReasons.Silent, $"no heartbeat from {item.Device} for {silence.TotalSeconds:F0} s") : null;
    }

    /// <summary>Handles work that its device did not begin because it would exceed the budget.</summary>
    private void CountUnaffordable(WorkItem item, RunReport report)
    {
        if (item.Trial is null)
        {
            study.Plans.Current.Stop(report.Reason);
            return;
        }

        item.Cost = report.Cost ?? Math.BitIncrement(item.CostLimit ?? 0);
        if (Watchdog.CountReturn(item, study.Work.Label(item.Key), report.Reason) is { } why)
        {
            study.Life.End(StudyState.Failed, why);
        }
        else
        {
            study.Plans.Search.Shelve(item);
        }
    }

    private void CountFailure(WorkItem item, RunReport report, double paid)
    {
        study.Follow(new CountFailedAttempt(FailureReasons.Faulted));
        if (!TryAgain(item, report, paid) && Watchdog.OfTrials(study.Record) is { } why)
        {
            study.Life.End(StudyState.Failed, why);
        }
    }

    /// <summary>Tries another silo at once, then again after a pause. If neither helps, the study ends, because all its work needs the same data.</summary>
    private void CountUnreadable(WorkItem item, RunReport report, double paid)
    {
        study.Follow(new CountFailedAttempt(FailureReasons.Refused));
        item.NotBefore = study.Now.Utc + (item.Failures * PauseBeforeReading);
        if (!TryAgain(item, report, paid))
        {
            study.Life.End(StudyState.Failed, item.Report?.Reason);
        }
    }

    /// <summary>Starts another attempt of failed work, on another silo if there is one, unless the work has failed too often.</summary>
    /// <returns>Whether it is tried again.</returns>
    private bool TryAgain(WorkItem item, RunReport report, double paid)
    {
        item.Failures++;
        if (item.Failures >= study.Settings.AttemptsPerReplica)
        {
            item.Reason = $"it failed {item.Failures} times; the last reason: {report.Reason}";
            study.Work.LeaveOut(item, report with { Reason = item.Reason }, ReplicaState.Failed);
            return false;
        }

        item.FailedOn = [.. item.FailedOn.Except([report.Silo]), report.Silo];
        study.Work.Redispatch(item, $"failed: {report.Reason}");
        LimitAgain(item, paid);
        return true;
    }

    /// <summary>
    /// Deducts the cost of a failure from the limits of the next attempt and of the replica's other shares. A trial gets a new limit in its
    /// turn.
    /// </summary>
    private void LimitAgain(WorkItem item, double paid)
    {
        if (item is { Trial: not null, CostLimit: not null })
        {
            study.Plans.Search.Shelve(item);
            return;
        }

        foreach (WorkItem share in study.Record.Work.Where(other => other.Key with { Shard = item.Key.Shard } == item.Key))
        {
            share.CostLimit -= paid;
        }
    }

    /// <summary>Starts another attempt of interrupted work, unless it makes no progress. An interruption by the user's pause is not counted.</summary>
    private void ComeBack(WorkItem item, string reason)
    {
        if (!study.IsPaused && Watchdog.CountReturn(item, study.Work.Label(item.Key), reason) is { } why)
        {
            study.Life.End(StudyState.Failed, why);
        }
        else
        {
            study.Work.Redispatch(item, reason);
        }
    }
}
