using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Plans;
using Fds.Studies.Plans.Children;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>What users ask of a study besides submitting it. Every verb is idempotent.</summary>
internal sealed class StudyVerbs(StudyContext study)
{
    private StudyRecord Record => study.Record;

    /// <summary>
    /// A verb's questions to the studies that belong to this one. While any of them works, this study has no work of its own, so no report
    /// can arrive in between.
    /// </summary>
    public IReadOnlyList<ChildQuestion> Questions(ChildVerb verb, string? reason = null) => new Members(study).QuestionsFor(verb, reason);

    /// <summary>Why a study is not paused now; null where it is.</summary>
    public VerbReply? WhyNotPaused() => study.IsPaused
        ? Unchanged($"{study.Name} is already paused")
        : study.IsRunning ? null : Refused(Record.Submission is null ? NoStudy : $"{study.Name} has ended ({Record.State}): there is nothing to pause");

    /// <summary>Pauses a running study.</summary>
    public Decision<VerbReply> Pause(string reason, IEnumerable<ChildAnswer> answers, Moment now) => Verb(now, WhyNotPaused, () =>
    {
        new Members(study).Hear(answers);
        study.Life.Pause(reason);
        return Done($"{study.Name} is paused; 'fds resume {study.Name}' continues it from its checkpoints");
    });

    /// <summary>Why a study does not go on now; null where it does.</summary>
    public VerbReply? WhyNotResumed() => study.IsRunning
        ? Unchanged($"{study.Name} is already running")
        : study.IsPaused ? null : Refused(Record.Submission is null ? NoStudy : $"{study.Name} has ended ({Record.State}): 'fds extend {study.Name}' with higher limits continues it");

    /// <summary>Lets a paused study go on.</summary>
    public Decision<VerbReply> Resume(IEnumerable<ChildAnswer> answers, Func<string, bool> isGone, Moment now) => Verb(now, WhyNotResumed, () =>
    {
        new Members(study).Hear(answers);
        study.Life.GoOn();
        study.Life.BeginSpan();
        study.Heartbeats.GiveLeases();
        study.Events.Emit(StudyEventKind.Resumed, $"{study.Name} continues at {Place(Record)}");
        study.Retries.QueueLost(isGone);
        return Done($"{study.Name} continues");
    });

    /// <summary>Ends a study and keeps what was learned.</summary>
    public Decision<StudyStatus> Cancel(string reason, IEnumerable<ChildAnswer> answers, Moment now) => study.Decide(now, () =>
    {
        if (!study.IsActive)
        {
            return (study.Views.Status(), Writing.Earlier);
        }

        new Members(study).Hear(answers);
        study.Costs.PayForWhatRuns();
        study.Life.End(StudyState.Cancelled, reason);
        return (study.Views.Status(), Writing.Own);
    });

    /// <summary>Why a study is not removed; null where it is.</summary>
    public VerbReply? WhyNotDeleted(bool force) => Record.Submission is null
        ? Unchanged(NoStudy)
        : study.IsRunning && !force ? Refused($"{study.Name} is running: pause or cancel it first, or use --force") : null;

    /// <summary>Ends a study that is about to be removed and drops its work, so that no report can match any.</summary>
    public Decision<VerbReply> Delete(Moment now) => study.Decide(now, () =>
    {
        Record.State = StudyState.Cancelled;
        Record.Phase = StudyPhase.Finished;
        Record.Work = [];
        Record.LeftBehind = [];
        study.Heartbeats.Clear();
        study.Follow(new EndSpan());
        study.Follow(new RemoveStudyCheckpoints());
        study.Events.Emit(StudyEventKind.Ended, $"{study.Name} was deleted");
        return (Done($"{study.Name} is deleted"), Writing.None);
    });

    /// <summary>The study with raised limits, if its feasibility must be checked first; else null.</summary>
    public StudySpecification? ToBeFeasible(StudyExtension extension) =>
        Record.Submission?.Specification is { } before && extension.OuterSteps > before.Outer.Steps && study.Plans.OfKind.WhyNotExtended(extension) is null
            ? StudyExtensions.Extended(before, extension)
            : null;

    /// <summary>Raises a study's limits.</summary>
    /// <param name="extension">The limits.</param>
    /// <param name="infeasible">Why the study cannot run with them; null where it can.</param>
    /// <param name="incarnation">Distinguishes work that begins now from earlier work.</param>
    /// <param name="now">The time.</param>
    public Decision<VerbReply> Extend(StudyExtension extension, string? infeasible, Guid incarnation, Moment now) => study.Decide(now, () =>
    {
        if (Record.Submission is not { } submission)
        {
            return (Refused(NoStudy), Writing.Earlier);
        }

        if (infeasible is not null)
        {
            return (Refused($"--outer-steps: found {extension.OuterSteps}; {infeasible}"), Writing.Earlier);
        }

        if (StudyExtensions.Complaint(study, extension) is { } complaint)
        {
            return (Refused(complaint), Writing.Earlier);
        }

        StudySpecification before = submission.Specification;
        StudySpecification after = StudyExtensions.Extended(before, extension);
        if (after == before)
        {
            return (Unchanged($"{study.Name} already has these limits ({StudyExtensions.Words(before)})"), Writing.Earlier);
        }

        Record.Submission = submission with { Specification = after };
        bool wasActive = study.IsActive;
        if (!wasActive && study.Plans.OfKind.WhyItWouldEndAtOnce() is { } end)
        {
            Record.Submission = submission;
            return (Refused(end), Writing.Earlier);
        }

        study.NextIncarnation = incarnation;
        study.Events.Emit(StudyEventKind.Extended, $"{study.Name} is extended: {StudyExtensions.Words(after)}");
        if (!wasActive)
        {
            study.Life.GoOn();
        }

        study.Plans.OfKind.Extend(before, wasActive);
        return (Done($"{study.Name} is extended ({StudyExtensions.Words(after)})"), Writing.Own);
    });

    /// <summary>Where a study stands, in words.</summary>
    public static string Place(StudyRecord record) => $"{record.Phase}, outer step {Math.Min(record.OuterStep + 1, record.Specification.Outer.Steps)}";

    private string NoStudy => $"there is no study named '{study.Name}'";

    private Decision<VerbReply> Verb(Moment now, Func<VerbReply?> whyNot, Func<VerbReply> act) =>
        study.Decide(now, () => whyNot() is { } reply ? (reply, Writing.Earlier) : (act(), Writing.Own));

    private VerbReply Done(string message) => new() { Outcome = VerbOutcome.Done, Message = message, Status = study.Views.Status() };

    private VerbReply Unchanged(string message) => new() { Outcome = VerbOutcome.Unchanged, Message = message, Status = study.Views.Status() };

    private VerbReply Refused(string message) => new() { Outcome = VerbOutcome.Refused, Message = message, Status = study.Views.Status() };
}
