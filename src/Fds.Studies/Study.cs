using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies.Effects;
using Fds.Studies.Plans;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>
/// One study as a state machine: it is told what happened, and answers with a decision. Nothing here awaits, reads a clock, or does anything
/// outside of the record. So a change is never partial, and the same history leads to the same record, bit for bit.
/// </summary>
internal sealed class Study
{
    private readonly StudyContext study;

    /// <param name="name">The study's name.</param>
    /// <param name="record">What is stored of it.</param>
    /// <param name="settings">The silo's settings.</param>
    /// <param name="now">When its coordinator was activated.</param>
    public Study(string name, StudyRecord record, StudySettings settings, Moment now)
    {
        study = new(name, record, settings, now);
        Verbs = new(study);
    }

    /// <summary>What the study remembers.</summary>
    public StudyRecord Record => study.Record;

    /// <summary>The study's parts, to be read. What changes the record is a decision.</summary>
    public StudyContext Parts => study;

    /// <summary>What users ask of the study.</summary>
    public StudyVerbs Verbs { get; }

    /// <summary>Begins the study.</summary>
    /// <param name="submission">The study.</param>
    /// <param name="pool">The pool that its work runs on.</param>
    /// <param name="slots">How many trials may run at once.</param>
    /// <param name="incarnation">Distinguishes this study's work from that of an earlier study of the same name.</param>
    /// <param name="now">The time.</param>
    public Decision<bool> Submit(StudySubmission submission, string pool, int slots, Guid incarnation, Moment now) => study.Decide(now, () =>
    {
        Record.Submission = submission;
        Record.State = StudyState.Running;
        Record.SubmittedAt = now.Utc;
        Record.Pool = pool;
        Record.Epoch = 1;
        Record.Incarnation = incarnation;
        Record.Values = OuterLoop.Initial(submission.Specification);
        study.Plans.Search.Slots = slots;
        study.Events.Emit(StudyEventKind.Submitted, $"{study.Name} was submitted: {study.Plans.OfKind.Scope} on {pool} devices");
        study.Plans.OfKind.Begin();
        return (true, Writing.Own);
    });

    /// <summary>Activates a stored study. Every run that the study knows of gets one lease in which to report.</summary>
    public Decision<bool> Revive(Func<string, bool> isGone, Moment now) => study.Decide(now, () =>
    {
        if (Record.Submission is null)
        {
            return (false, Writing.None);
        }

        Record.Epoch++;
        study.Heartbeats.GiveLeases();
        if (!study.IsRunning)
        {
            // Nothing else changes, but no event's number is used again.
            return (false, Writing.None);
        }

        study.Life.BeginSpan();
        study.Events.Emit(StudyEventKind.Activated, $"{study.Name} continues at {StudyVerbs.Place(Record)}, with {Record.Work.Count(item => item.IsSettled)} of {Record.Work.Count} results");
        study.Retries.QueueLost(isGone);
        return (true, Writing.Own);
    });

    /// <summary>Checks the study for lost runs, for what changes with time alone, and for its budget.</summary>
    public Decision<bool> Tick(Func<string, bool> isGone, Moment now) => study.Decide(now, () =>
    {
        if (!study.IsActive)
        {
            return (false, Writing.None);
        }

        bool changed = study.IsRunning && study.Plans.Current.Tick();
        if (!changed)
        {
            changed = study.Retries.QueueLost(isGone);
            if (study.IsRunning && study.Plans.Current.IsBudgeted && study.Costs.OverBudget is { } reason)
            {
                study.Plans.Current.Stop(reason);
                changed = true;
            }
        }

        return (changed, changed ? Writing.Own : Writing.None);
    });

    /// <summary>A heartbeat of a run. The first one binds the run to its attempt.</summary>
    public Decision<Verdict> Progress(RunProgress progress, Moment now) => study.Decide(now, () =>
    {
        if (study.Work.Find(progress.Key, progress.Fence) is not { IsSettled: false } item)
        {
            study.Follow(new CountStaleReport());
            return (Verdict.Abandon, Writing.Earlier);
        }

        if (study.IsPaused && !item.IsBound)
        {
            // The order was on its way when the study was paused. The run starts again, under the same attempt, when the study continues.
            return (Verdict.Abandon, Writing.Earlier);
        }

        bool changed = study.Work.Bind(item, progress.Fence, progress.Device, progress.Silo);
        changed |= TellRestored(item, progress);
        changed |= item.GoesOnFrom(progress.FirstInnerStep);
        if (progress.InnerStep > (study.Heartbeats.Last(progress.Key)?.InnerStep ?? 0))
        {
            study.Follow(new CountProgress());
        }

        study.Heartbeats.Hear(progress);
        changed |= study.Plans.Search.NoteCost(item, progress.Cost);
        changed |= DataNote.Take(study, progress.Data);
        return (study.IsPaused ? Verdict.Preempt : Verdict.Continue, changed ? Writing.Own : Writing.None);
    });

    /// <summary>A run's final report. If it is also the run's first message, one write both binds and counts the run.</summary>
    public Decision<Verdict> Finished(RunReport report, Moment now) => study.Decide(now, () =>
    {
        if (study.Work.Find(report.Key, report.Fence) is not { } item)
        {
            return FinishedLate(report);
        }

        if (item.IsSettled)
        {
            return (Verdict.Duplicate, Writing.Earlier);
        }

        study.Work.Bind(item, report.Fence, report.Device, report.Silo);
        Record.Faults = 0;
        DataNote.Take(study, report.Data);
        study.Retries.Count(item, report);
        if (study.IsActive)
        {
            study.Plans.Current.Advance();
        }

        return (Verdict.Accepted, Writing.Own);
    });

    /// <summary>The answer to <see cref="SearchPlan.Question"/>.</summary>
    public Decision<bool> Proposed(int whenAsked, Trial? trial, Moment now) => study.Decide(now, () => Changed(study.Plans.Search.Told(whenAsked, trial)));

    /// <summary>The answers of the studies that belong to this one.</summary>
    public Decision<bool> Told(IReadOnlyList<ChildAnswer> answers, Moment now) =>
        study.Decide(now, () => Changed(study.IsRunning && study.Plans.Children is { } children && children.Told(answers)));

    /// <summary>Handles an exception of the study's own code: the caller reads the stored state again, and the fault is counted in it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="isLast">Whether this fault ends the study.</param>
    /// <param name="now">The time.</param>
    public Decision<bool> Faulted(Exception fault, bool isLast, Moment now) => study.Decide(now, () =>
    {
        Record.Faults++;
        if (isLast || Record.Faults >= Watchdog.MostFaults)
        {
            study.Life.End(StudyState.Failed, Watchdog.OfFaults(Record.Faults, fault));
        }

        return (true, Writing.Own);
    });

    /// <summary>The questions to the studies that belong to this one.</summary>
    public IReadOnlyList<ChildQuestion> Questions(Moment now)
    {
        study.Now = now;
        return study.IsRunning && study.Plans.Children is { } children ? children.Questions() : [];
    }

    /// <summary>The study as it stands.</summary>
    public StudyStatus Describe(Moment now)
    {
        study.Now = now;
        return study.Views.Status();
    }

    /// <summary>What the study found.</summary>
    /// <param name="versions">Of what the cluster is made.</param>
    /// <param name="now">The time.</param>
    public StudyResult Result(ImmutableDictionary<string, string> versions, Moment now)
    {
        study.Now = now;
        return study.Views.Result(versions);
    }

    /// <summary>Prepares the record for a write.</summary>
    public void BeforeWrite(Moment now)
    {
        study.Now = now;
        Record.UpdatedAt = now.Utc;
        study.Costs.KeepTime();
    }

    /// <summary>What the scheduler is told.</summary>
    /// <param name="again">Whether to repeat orders that the scheduler was given before.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<WorkOrder> Orders(bool again, Moment now)
    {
        study.Now = now;
        return study.Orders.Take(again);
    }

    private static (bool Answer, Writing Writing) Changed(bool changed) => (changed, changed ? Writing.Own : Writing.None);

    private (Verdict Answer, Writing Writing) FinishedLate(RunReport report)
    {
        if (study.Plans.Search.IsIn(report.Key))
        {
            return (Verdict.Duplicate, Writing.Earlier);
        }

        if (study.Plans.Learning.RecordLate(report) is { } late)
        {
            return (late, late == Verdict.Accepted ? Writing.Own : Writing.Earlier);
        }

        study.Follow(new CountStaleReport());
        study.Follow(new LogStaleReport(report.Key, report.Fence.Attempt, report.Device));
        return (Verdict.Abandon, Writing.Earlier);
    }

    private bool TellRestored(WorkItem item, RunProgress progress)
    {
        bool restored = progress.FirstInnerStep > 0 && (study.Heartbeats.Last(item.Key)?.FirstInnerStep ?? 0) == 0;
        if (restored)
        {
            study.Events.Emit(StudyEventKind.Restored, $"{study.Work.Label(item.Key)} continues from its checkpoint at inner step {progress.FirstInnerStep}, attempt {item.Attempt} on {progress.Device}");
        }

        return restored;
    }
}
