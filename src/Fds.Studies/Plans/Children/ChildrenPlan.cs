using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Children;

/// <summary>A phase in which other studies do the work. This study submits them, asks for their status, and continues when all have ended.</summary>
internal abstract class ChildrenPlan(StudyContext study) : IStudyKind
{
    private readonly Patience patience = new(TimeSpan.FromMinutes(10));

    /// <summary>Why the study ends because a name that it needs is taken; null if none is.</summary>
    private string? nameless;

    public abstract string Scope { get; }

    public bool IsBudgeted => false;

    /// <summary>The studies.</summary>
    protected Members Members { get; } = new(study);

    /// <summary>The study whose phase this is.</summary>
    protected StudyContext Study => study;

    /// <summary>What it remembers.</summary>
    protected StudyRecord Record => study.Record;

    /// <summary>The kind of event that reports a change among the studies.</summary>
    protected abstract StudyEventKind Change { get; }

    /// <summary>Whether all have ended, so that their results are to be fetched.</summary>
    public bool AwaitsResults => nameless is null && !Members.Out.Any();

    public abstract void Begin();

    /// <summary>There is no work of its own.</summary>
    public void Advance()
    {
    }

    /// <summary>The members have budgets of their own.</summary>
    public void Stop(string? reason)
    {
    }

    public abstract string? WhyNotExtended(StudyExtension extension);

    public virtual string? WhyItWouldEndAtOnce() => null;

    public virtual void Extend(StudySpecification before, bool wasActive) => throw new InvalidOperationException($"{study.Name} is not extended.");

    /// <summary>The next questions. A question may be asked twice, because a repeated submission changes nothing.</summary>
    public IReadOnlyList<ChildQuestion> Questions()
    {
        if (AwaitsResults)
        {
            return Members.QuestionsForResults();
        }

        if ((nameless ?? WhyCancelled()) is { } reason && Members.QuestionsFor(ChildVerb.Cancel, reason) is { Count: > 0 } cancellations)
        {
            return cancellations;
        }

        return [.. Members.Out.Where(MayBegin).Select(member => member.Status.State == StudyState.None
            ? new ChildQuestion(member.Status.Study, ChildVerb.Submit, Submission(member))
            : new ChildQuestion(member.Status.Study, ChildVerb.Status))];
    }

    /// <summary>Takes up the answers to <see cref="Questions"/>.</summary>
    /// <returns>Whether the record was changed.</returns>
    public bool Told(IReadOnlyList<ChildAnswer> answers)
    {
        bool changed = false;
        foreach (ChildAnswer answer in answers.Where(answer => answer.Question.Verb != ChildVerb.Result))
        {
            changed |= Members.Find(answer) is { } member && Hear(member, answer);
        }

        if (nameless is not null)
        {
            // The study of that name belongs to somebody else and is left alone. First the studies that belong to this one are ended.
            bool anyRuns = Members.QuestionsFor(ChildVerb.Cancel, nameless).Count > 0;
            if (!anyRuns)
            {
                study.Life.End(StudyState.Failed, nameless);
            }

            return true;
        }

        if (!Members.Out.Any() && answers.All(answer => answer.Question.Verb == ChildVerb.Result))
        {
            Members.AddUp();
            Conclude(answers.ToDictionary(answer => answer.Question.Study, answer => answer.Result));
            return true;
        }

        if (changed)
        {
            Members.AddUp();
        }

        return changed;
    }

    /// <summary>The submission that a member begins with.</summary>
    protected abstract StudySubmission Submission(PopulationMember member);

    /// <summary>Whether a member may begin, or has begun.</summary>
    protected virtual bool MayBegin(PopulationMember member) => true;

    /// <summary>Why the members must end early; null if they need not.</summary>
    protected virtual string? WhyCancelled() => null;

    /// <summary>Emits the event of a member that begins or ends.</summary>
    protected virtual void TellOf(PopulationMember member, MemberStatus before)
    {
    }

    /// <summary>Goes on when all members have ended.</summary>
    /// <param name="results">The members' results by name; without those that were deleted or cannot be reached.</param>
    protected abstract void Conclude(IReadOnlyDictionary<string, StudyResult?> results);

    /// <returns>Whether the member's status changed.</returns>
    private bool Hear(PopulationMember member, ChildAnswer answer)
    {
        MemberStatus before = member.Status;
        string name = before.Study;
        if (answer.Fault is { } fault)
        {
            study.Follow(new LogUnheard(name, fault.Message));
            if (!patience.IsOver(name, study.Now.Uptime))
            {
                return false;
            }

            member.GivenUp = $"{name} could not be reached for {patience.Limit.TotalMinutes:G} minutes; the last reason: {Watchdog.Words(fault)}";
            study.Events.Emit(Change, $"{member.GivenUp}; it counts as failed");
            member.Status = before with { State = StudyState.Failed };
        }
        else if (answer.IsConflict)
        {
            nameless = $"there is already a study named {name}, and this study needs that name: delete the other study, or submit this one under another name";
            return true;
        }
        else
        {
            patience.Heard(name);
            Hear(member, answer.Status!);
        }

        if (before.State != member.Status.State)
        {
            TellOf(member, before);
        }

        return before != member.Status;
    }

    /// <summary>A deleted member counts as cancelled: it learns nothing more, and its cost is what it reported last.</summary>
    private void Hear(PopulationMember member, StudyStatus status)
    {
        if (status.State == StudyState.None)
        {
            member.HasLearned = true;
            member.Status = member.Status with { State = StudyState.Cancelled };
            return;
        }

        DataNote.Take(study, status.Data);
        member.HasLearned = status.Phase is StudyPhase.Retraining or StudyPhase.Finished;
        member.Status = Members.Heard(member, status);
    }
}
