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
            double whole = CostOfRun is { } cost && study.Specification.Confirms ? CostForecast.OfConfirming(study.Specification, cost) : 0;
            return study.Specification.Method == StudyMethod.Fds ? whole : Math.Min(whole, MostOfSearch * study.Specification.Budget.GradientSteps ?? double.PositiveInfinity);
        }
    }

    /// <summary>What one run of a candidate costs; null before the data are known.</summary>
    private double? CostOfRun => Record.Data is not null || SpecificationTranslation.IsQuadratic(study.Specification)
        ? WorkCost.OfCandidate(study.Specification, Record.Data?.Classes.Sum(each => each.Training) ?? 0)
        : null;

    private CandidateRuns Runs => new(study, WorkKind.Confirm, Confirm.Seeds, Confirm.Margin);

    private ConfirmSpecification Confirm => study.Specification.Search.Confirm;

    private StudyRecord Record => study.Record;

    /// <summary>Begins confirmation, or retraining if the study asks for no confirmation.</summary>
    public void BeginOrRetrain(bool forBudget = false)
    {
        bool isAffordable = study.Specification.Method == StudyMethod.Fds ? !(study.Specification.Budget.GradientSteps <= Record.Learning.GradientSteps) : Affordable > 1;
        if (study.Specification.Confirms && isAffordable)
        {
            Begin();
        }
        else
        {
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
    private int Affordable => study.Specification.Budget.GradientSteps is { } budget && CostOfRun is { } cost
        ? (int)Math.Clamp((budget - Record.Learning.GradientSteps) / (cost * Confirm.Seeds), 0, Confirm.Best)
        : Confirm.Best;
}
