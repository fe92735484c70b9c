using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Trials;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>A study's periodic work: every second, and whenever a search has room for one more trial.</summary>
/// <param name="name">The study's name.</param>
/// <param name="commit">Makes and stores the study's decisions.</param>
/// <param name="scheduler">Its connection to the scheduler and the catalogue.</param>
/// <param name="reminder">Its reminder.</param>
/// <param name="watchers">Its watchers.</param>
/// <param name="grains">The way to other studies.</param>
/// <param name="isGone">Whether a silo, by its address, is gone.</param>
/// <param name="log">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class StudyCare(
    string name, StudyCommit commit, StudyScheduler scheduler, StudyReminder reminder, StudyWatchers watchers, IGrainFactory grains, Func<string, bool> isGone, StudyLog log, TimeProvider time)
{
    private static readonly TimeSpan EnqueuePeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReasonPeriod = TimeSpan.FromSeconds(30);

    /// <summary>How long a study continues while it cannot reach another study.</summary>
    private readonly Patience patience = new(TimeSpan.FromMinutes(10));
    private TimeSpan lastEnqueue = -EnqueuePeriod;
    private TimeSpan slotsCounted = -EnqueuePeriod;

    /// <summary>Time after which an ended study that nobody asks leaves memory.</summary>
    public required TimeSpan EndedStudyIdle { get; init; }

    /// <summary>Ends the activation.</summary>
    public required Action Leave { get; init; }

    /// <summary>Calls <see cref="Propose"/>.</summary>
    public IGrainTimer? Proposing { get; set; }

    private StudyRecord Record => commit.Study.Record;

    private StudyContext Parts => commit.Study.Parts;

    private SearchPlan Search => Parts.Plans.Search;

    /// <summary>Sets or removes the study's reminder.</summary>
    public Task KeepReminder() => reminder.Keep(Parts.IsRunning, Record.Submission is not null);

    /// <summary>Does the periodic work once.</summary>
    public async Task Tick(CancellationToken cancellationToken)
    {
        await KeepReminder();
        if (!scheduler.IsListed && Record.Submission is not null)
        {
            await scheduler.Record(Parts.Views.Summary());
        }

        if (commit.IsBroken || !Parts.IsActive)
        {
            LeaveIfIdle();
            return;
        }

        await Bearing(Tend, cancellationToken);
    }

    private async Task Tend()
    {
        if (Parts.IsRunning && Parts.Plans.Children is { } children)
        {
            await Tend(children);
            return;
        }

        await KeepSlots();
        bool changed = await commit.Make((study, now) => study.Tick(isGone, now));
        if (!changed && Parts.IsRunning && commit.IsIdle && commit.Now.Uptime - lastEnqueue >= EnqueuePeriod)
        {
            lastEnqueue = commit.Now.Uptime;
            await commit.EnqueueAgain();
            if (watchers.Any || time.GetElapsedTime(watchers.LastAsked) >= ReasonPeriod)
            {
                // Watchers see why work waits. Gauges show it too, but may be updated less often.
                await AskWhyWorkWaits();
                commit.ShowGauges();
            }
        }
    }

    /// <summary>Asks the studies that do this one's work for their status and, when all have ended, for their results.</summary>
    private async Task Tend(ChildrenPlan children)
    {
        bool changed = await TellAnswers();
        if (!commit.IsBroken && Parts.IsRunning && Parts.Plans.Children == children && children.AwaitsResults)
        {
            changed |= await TellAnswers();
        }

        if (changed)
        {
            watchers.WakeForProgress();
        }
    }

    private async Task<bool> TellAnswers()
    {
        List<ChildAnswer> answers = await ChildStudies.Ask(grains, commit.Study.Questions(commit.Now));
        return await commit.Make((study, now) => study.Told(answers, now));
    }

    /// <summary>Runs periodic work, for which no caller waits.</summary>
    private async Task Bearing(Func<Task> tend, CancellationToken cancellationToken)
    {
        try
        {
            await tend();
            patience.Heard(name);
        }
#pragma warning disable CA1031 // The fault is handled here, because the timer would repeat it with every tick.
        catch (Exception e) when (!commit.IsBroken && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            bool asksOthers = Parts.Plans.Children is not null;
            if (asksOthers && !patience.IsOver(name, commit.Now.Uptime))
            {
                // Members may be unreachable for a while; the next tick asks them again.
                log.NotAsked(name, name, e.Message);
                return;
            }

            await commit.TakeBack(e, isLast: asksOthers);
        }
    }

    /// <summary>Schedules the proposal of a trial on its own turn.</summary>
    public void ProposeSoon()
    {
        if (!commit.IsBroken && (Search.HasRoom || Search.IsConcluded))
        {
            Proposing?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Proposes one trial, and the next on another turn: results interleave and empty slots, so that with quick trials this never ended,
    /// and whatever else is asked of the study would wait for it. Proposing can take long and is done off the turn.
    /// </summary>
    public Task Propose(CancellationToken cancellationToken) => commit.IsBroken ? Task.CompletedTask : Bearing(() => ProposeOnce(cancellationToken), cancellationToken);

    private async Task ProposeOnce(CancellationToken cancellationToken)
    {
        SearchQuestion? question = Search.HasRoom ? Search.Question : null;
        Trial? trial = question?.Past is null ? null : await Task.Run(question.Answer, cancellationToken);
        if (!commit.IsBroken)
        {
            await commit.Make((study, now) => study.Proposed(question?.Asked ?? -1, trial, now));
        }
    }

    /// <summary>Devices come and go.</summary>
    private async Task KeepSlots()
    {
        if (Search.IsSearching && commit.Now.Uptime - slotsCounted >= EnqueuePeriod)
        {
            slotsCounted = commit.Now.Uptime;
            Search.Slots = await scheduler.TryCountSlots(Record.Pool, Record.Specification) ?? Search.Slots;
        }
    }

    /// <summary>Asks the scheduler why work waits.</summary>
    public async Task AskWhyWorkWaits()
    {
        watchers.Asked();
        Parts.Views.Waits = Parts.Views.AnyWaits ? await scheduler.Explain(Record.Pool) : null;
    }

    /// <summary>An ended study has no work. It leaves memory when nobody has asked for a while, and is loaded again on the next call.</summary>
    private void LeaveIfIdle()
    {
        if (!watchers.Any && time.GetElapsedTime(watchers.LastAsked) >= EndedStudyIdle)
        {
            Leave();
        }
    }
}
