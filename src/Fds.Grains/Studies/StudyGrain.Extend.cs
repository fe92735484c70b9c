using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>Raising a study's limits, whether it runs, is paused, or has ended.</summary>
internal sealed partial class StudyGrain
{
    private const int MostOuterSteps = 10_000;

    public async Task<VerbReply> Extend(StudyExtension extension)
    {
        RequireSound();
        await UntilItsEndIsStored();
        if (State.Submission is not { } submission)
        {
            return Refused(NoStudy());
        }

        if (submission.Specification.Compares)
        {
            return Refused($"{Name} compares methods, each a study of its own: extend that one, e.g. {State.Members[0].Status.Study}");
        }

        if (submission.Specification.Fluctuation is not null)
        {
            return Refused($"{Name} measures how hypergradients fluctuate over {submission.Specification.Replicas} runs and learns nothing: submit it under another name with other runs or limits");
        }

        if (State.Phase == StudyPhase.Population)
        {
            return Refused($"{Name} has a population at work: it can be extended once that has ended");
        }

        // Asked before anything else is looked at: reports come in meanwhile.
        StudySpecification before = submission.Specification;
        if (before.Method == StudyMethod.Fds && extension.OuterSteps > before.Outer.Steps && extension.OuterSteps <= MostOuterSteps
            && await admission.WhyNotFeasible(Extended(before, extension)) is { } infeasible)
        {
            return Refused($"--outer-steps: found {extension.OuterSteps}; {infeasible}");
        }

        if (WhyNotExtended(before, extension) is { } reason)
        {
            return Refused(reason);
        }

        StudySpecification after = Extended(before, extension);
        if (after == before)
        {
            return Unchanged($"{Name} has these limits already ({Limits(before)})");
        }

        State.Submission = submission with { Specification = after };
        if (!IsActive && WhyItWouldEndAtOnce(after) is { } reasonToEnd)
        {
            State.Submission = submission;
            return Refused(reasonToEnd);
        }

        Emit(StudyEventKind.Extended, $"{Name} is extended: {Limits(after)}");
        GoOnExtended(before);
        await SaveAndEnqueue();
        return Done($"{Name} is extended ({Limits(after)})");
    }

    /// <summary>
    /// What has not begun is given its limit anew. An ended study goes back to its outer loop, and so does one that retrains because it was
    /// out of steps or, which it gives as reason, of budget.
    /// </summary>
    private void GoOnExtended(StudySpecification before)
    {
        StudySpecification after = State.Specification;
        if (!IsActive)
        {
            EndRest();
            State.State = StudyState.Running;
        }
        else if (State.Phase == StudyPhase.Search)
        {
            GoOnSearching();
            AskSoon();
            return;
        }
        else if (State.Phase == StudyPhase.OuterLoop && after.Budget.GradientSteps > before.Budget.GradientSteps)
        {
            RaiseLimits(after.Budget.GradientSteps.Value - before.Budget.GradientSteps.Value);
            return;
        }
        else if (State.Phase != StudyPhase.Retraining || !(after.Outer.Steps > before.Outer.Steps || State.Reason is not null))
        {
            return;
        }

        // Work of the same keys begins anew: what still runs of the old must not be taken for it.
        State.Incarnation = Guid.NewGuid();
        State.Reason = null;
        State.Retrainings = [];
        if (State.Specification.Method == StudyMethod.Fds)
        {
            BeginOuterStep();
        }
        else
        {
            BeginSearch();
            AskSoon();
        }
    }

    private string? WhyNotExtended(StudySpecification study, StudyExtension extension)
    {
        BudgetSpecification budget = study.Budget;
        if (extension.OuterSteps is not null && study.Method != StudyMethod.Fds)
        {
            return $"--outer-steps: found {extension.OuterSteps}; {Name} runs {study.Method.Word()}, which has none: raise its budget";
        }

        if (extension.OuterSteps is { } steps && (steps < study.Outer.Steps || steps > MostOuterSteps))
        {
            return $"--outer-steps: found {steps}; expected the outer steps in all, from {study.Outer.Steps}, which {Name} has, to {MostOuterSteps}";
        }

        if (extension.GradientSteps is { } cost && !(cost >= budget.GradientSteps))
        {
            return $"--gradient-steps: found {cost:G}; expected the gradient steps in all, {(budget.GradientSteps is { } limit ? $"from {limit:G}, which {Name} has" : $"but {Name} has no such limit")}";
        }

        if (extension.WallClock is { } clock && !(clock >= budget.WallClock))
        {
            return $"--wall-clock: found {clock}; expected the time in all, {(budget.WallClock is { } limit ? $"from {limit}, which {Name} has" : $"but {Name} has no such limit")}";
        }

        return State.State == StudyState.Failed && !State.EndedForBudget && OverBudget() is null
            ? $"{Name} failed ({State.Reason}): more of the same would not change that. Submit it under another name with other values"
            : null;
    }

    /// <summary>Why a study that has ended would end at once again; null where it would not.</summary>
    private string? WhyItWouldEndAtOnce(StudySpecification study) => study.Method != StudyMethod.Fds
        ? WhyNothingIsLeftToTry(study)
        : State.OuterStep >= study.Outer.Steps
        ? $"{Name} has done all its {study.Outer.Steps} outer steps: give more of them with --outer-steps"
        : OverBudget() is { } used ? $"{used}: raise it, too" : null;

    private string? WhyNothingIsLeftToTry(StudySpecification study) =>
        OverBudget() is { } used ? $"{used}: raise it, too" : TrialSearch.IsFinished(study, SearchPast.Of(State)) ? $"every trial of {Name} is in: submit it under another name with more of them" : null;

    private static StudySpecification Extended(StudySpecification study, StudyExtension extension) => study with
    {
        Outer = study.Outer with { Steps = extension.OuterSteps ?? study.Outer.Steps },
        Budget = study.Budget with
        {
            GradientSteps = extension.GradientSteps ?? study.Budget.GradientSteps,
            WallClock = extension.WallClock ?? study.Budget.WallClock,
        },
    };

    private static string Limits(StudySpecification study) =>
        $"{study.Outer.Steps} outer steps" +
        (study.Budget.GradientSteps is { } cost ? $", {cost:G} gradient steps" : "") +
        (study.Budget.WallClock is { } clock ? $", {clock}" : "");
}
