using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Confirming;

/// <summary>Runs the schedules that learning or a search led to on fresh seeds, the same for every one of them, and chooses the one to keep.</summary>
internal sealed class ConfirmationPlan(StudyContext study) : IStudyPlan
{
    /// <summary>The largest share of a search's budget that is reserved for confirmation.</summary>
    private const double MostOfSearch = 0.5;

    /// <summary>Gradient steps reserved for confirmation while the study learns or searches; 0 before the data are known.</summary>
    public double Reserve
    {
        get
        {
            if (CostOfRun is not { } cost || !study.Specification.Confirms)
            {
                return 0;
            }

            return study.Specification.Method == StudyMethod.Fds
                ? CostForecast.OfConfirming(study.Specification, cost)
                : Within(MostOfSearch * study.Specification.Budget.GradientSteps) * cost * Confirm.Seeds;
        }
    }

    /// <summary>What one run of a candidate costs; null before the data are known.</summary>
    private double? CostOfRun => Record.Data is not null || SpecificationTranslation.IsQuadratic(study.Specification)
        ? WorkCost.OfCandidate(study.Specification, Record.Data?.TrainingExamples ?? 0)
        : null;

    private CandidateRuns Runs => new(study, Record.Candidates, WorkKind.Confirm, Confirm.Seeds, Confirm.Margin);

    private ConfirmSpecification Confirm => study.Specification.Search.Confirm;

    private StudyRecord Record => study.Record;

    /// <summary>Begins confirmation, or retraining if the study asks for no confirmation.</summary>
    public void BeginOrRetrain(bool forBudget = false)
    {
        if (study.Specification.Confirms && IsAffordable)
        {
            Begin();
        }
        else
        {
            if (study.Specification.Confirms)
            {
                study.Events.Emit(StudyEventKind.CandidateChosen, "the budget lets no candidates be run again: the schedule is kept as it was found");
            }

            study.Plans.Retraining.BeginOrSucceed(forBudget);
        }
    }

    public void Begin()
    {
        Record.Phase = StudyPhase.Confirming;
        Record.Candidates = study.Specification.Method == StudyMethod.Fds ? Candidates.OfLearning(Record) : Candidates.OfSearch(Record, Affordable);
        Runs.Begin();
    }

    public void Advance()
    {
        if (study.IsActive && !study.Work.Open.Any())
        {
            study.Costs.KeepTime();
            Conclude();
        }
    }

    /// <summary>Chooses by the results so far.</summary>
    public void Stop(string? reason)
    {
        Record.Reason = reason;
        study.Costs.PayForWhatRuns();
        Conclude();
    }

    private void Conclude()
    {
        Record.Candidates = Runs.Results();
        study.Events.Emit(
            StudyEventKind.CandidateChosen,
            Candidates.Chosen(Record) is { } chosen
                ? $"of {Record.Candidates.Length} schedules, {Confirm.Seeds} fresh runs each, '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4}"
                : study.Specification.Method == StudyMethod.Fds ? "no schedule completed its fresh runs: the last one is kept" : "no schedule completed its fresh runs: that of the best trial is kept",
            withStatus: true);
        study.Plans.Retraining.BeginOrSucceed();
    }

    /// <summary>How many of a search's trials the rest of the budget lets be run again.</summary>
    private int Affordable => Within(study.Specification.Budget.GradientSteps - Record.Learning.GradientSteps);

    private bool IsAffordable
    {
        get
        {
            BudgetSpecification budget = study.Specification.Budget;
            return !(budget.WallClock <= StudyClock.Read(Record, study.Now.Utc))
                && (study.Specification.Method == StudyMethod.Fds ? !(budget.GradientSteps <= Record.Learning.GradientSteps) : Affordable > 0);
        }
    }

    /// <summary>How many candidates can be run within a number of gradient steps; 0 where that is not even two, among which one could choose.</summary>
    private int Within(double? gradientSteps)
    {
        int count = gradientSteps is { } most && CostOfRun is { } cost ? (int)Math.Clamp(most / (cost * Confirm.Seeds), 0, Confirm.Best) : Confirm.Best;
        return count < 2 ? 0 : count;
    }
}
