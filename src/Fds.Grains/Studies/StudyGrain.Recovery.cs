using Fds.Contracts.Studies;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>Finding out that a run or the study itself was lost, and taking up the work again.</summary>
internal sealed partial class StudyGrain
{
    private static readonly TimeSpan EnqueuePeriod = TimeSpan.FromSeconds(5);
    private DateTimeOffset lastEnqueue;

    /// <summary>A running study whose coordinator came to life again: runs it knows of get one lease to be heard from.</summary>
    private async Task Revive()
    {
        State.Epoch++;
        BeginSpan();
        foreach (WorkItem item in State.Work.Where(item => item.State == ReplicaState.Running))
        {
            live[item.Key] = new(null, time.GetTimestamp());
        }

        Emit(StudyEventKind.Activated, $"{Name} goes on at {State.Phase}, outer step {Math.Min(State.OuterStep + 1, State.Specification.Outer.Steps)}, {State.Work.Count(item => item.IsSettled)} of {State.Work.Count} results in");

        // Counts of what was lost begin at zero here, too.
        ShowGauges();
        RedispatchLost();
        await SaveAndEnqueue();
    }

    private async Task Tick(CancellationToken cancellationToken)
    {
        await KeepReminder();
        await KeepListed();
        if (broken || !IsActive)
        {
            LeaveWhenIdle();
            return;
        }

        await Bearing(Tend, cancellationToken);
    }

    private async Task Tend()
    {
        if (IsPaused)
        {
            await SettleLostWhilePaused();
            return;
        }

        if (State.Phase == StudyPhase.Population)
        {
            await TendPopulation();
            return;
        }

        if (State.Phase == StudyPhase.Methods)
        {
            await TendMethods();
            return;
        }

        if (await AdvanceByQuorum())
        {
            return;
        }

        await KeepSlots();
        AskSoon();
        bool lost = RedispatchLost();
        string? overBudget = State.Phase is StudyPhase.OuterLoop or StudyPhase.Search or StudyPhase.Measuring ? OverBudget() : null;
        if (overBudget is not null)
        {
            StopEarly(overBudget);
        }

        if (lost || overBudget is not null)
        {
            await SaveAndEnqueue();
        }
        else if (time.GetUtcNow() - lastEnqueue >= EnqueuePeriod && Writes.IsIdle)
        {
            // The scheduler stores nothing: what still waits is told again and again.
            lastEnqueue = time.GetUtcNow();
            await Enqueue(NewOrders(again: true));
            await KeepReasons();
        }
    }

    /// <summary>The budget ran out in the middle of an outer step, of trials or of a measurement: that work is dropped, and what was learned before is retrained.</summary>
    private void StopEarly(string? reason)
    {
        State.Reason = reason;
        if (State.Phase == StudyPhase.Search)
        {
            StopTrials(reason);
            return;
        }

        PayForWhatRuns();
        if (State.Phase == StudyPhase.Measuring)
        {
            CompleteMeasuring();
        }
        else if (State.History.Count == 0)
        {
            End(StudyState.Failed, State.Reason, forBudget: true);
        }
        else if (State.Specification.Retrain.Seeds == 0)
        {
            Succeed(forBudget: true);
        }
        else
        {
            BeginRetraining();
        }
    }

    /// <summary>Runs that are dropped have cost what they said at their last heartbeat.</summary>
    private void PayForWhatRuns()
    {
        KeepStepTime();
        foreach (WorkItem item in State.Work.Where(item => item.State == ReplicaState.Running))
        {
            if (live.GetValueOrDefault(item.Key)?.Progress is { } last)
            {
                Pay(item, last.FirstSpent, last.Spent, last.Seconds);
            }
        }
    }

    private bool RedispatchLost()
    {
        bool any = false;
        foreach (WorkItem item in State.Work.Where(item => item.State == ReplicaState.Running).ToList())
        {
            // Once one of them has ended the study, nothing is expected of the others.
            if (IsActive && WhyLost(item) is { } lost)
            {
                instruments.OnAttemptFailed(Name, lost.Label);
                ComeBack(item, lost.Reason);
                any = true;
            }
        }

        return any;
    }

    private (string Label, string Reason)? WhyLost(WorkItem item)
    {
        // A silo that membership does not list any more is as dead as one that it calls dead.
        SiloStatus status = membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(item.Silo!));
        if (status is SiloStatus.Dead or SiloStatus.None)
        {
            return (FailureReasons.SiloGone, $"its silo {item.Silo} is gone");
        }

        TimeSpan silence = live.TryGetValue(item.Key, out LiveRun? run) ? time.GetElapsedTime(run.HeardAt) : TimeSpan.Zero;
        return silence > options.Value.Lease ? (FailureReasons.Silent, $"no word from {item.Device} for {silence.TotalSeconds:F0} s") : null;
    }
}
