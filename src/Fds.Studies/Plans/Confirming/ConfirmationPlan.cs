using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
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
        study.Work.Begin(
            from candidate in Enumerable.Range(0, Record.Candidates.Length)
            from seed in Enumerable.Range(0, Confirm.Seeds)
            select new WorkKey { Study = study.Name, Kind = WorkKind.Confirm, OuterStep = candidate, Replica = seed },
            key => Shifted(Record.Candidates[key.OuterStep].Schedule, key.Replica));
        study.Costs.LimitWork(Record.Work.Count);
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
        Record.Candidates = Candidates.Choose([.. Record.Candidates.Select((candidate, i) => With(candidate, [.. Record.Work.Where(item => item.Key.OuterStep == i)]))]);
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

    /// <summary>The schedules of one run: the learning rates are somewhat higher or lower than the candidate's where the study asks for a margin.</summary>
    private KindMap<ImmutableArray<double>> Shifted(KindMap<ImmutableArray<double>> schedule, int run) => Confirm.Margin == 0
        ? schedule
        : schedule with { LearningRate = StabilityMargin.Apply(schedule.LearningRate, StabilityMargin.Shift(Confirm.Margin, run, Confirm.Seeds, run), study.Specification.Hyperparameters.LearningRate.Range()) };

    /// <summary>
    /// A candidate with the losses of its runs. It has no losses if one of its runs has not finished, because its mean would be over other
    /// seeds.
    /// </summary>
    private static CandidateRecord With(CandidateRecord candidate, ImmutableArray<WorkItem> runs)
    {
        if (runs.Any(run => run.State is not (ReplicaState.Completed or ReplicaState.Diverged or ReplicaState.Collapsed)))
        {
            return candidate;
        }

        return candidate with
        {
            Losses = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Loss : double.PositiveInfinity)],
            Accuracies = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Accuracy : double.NaN)],
            PriorLoss = runs.Select(run => run.Report?.PriorLoss).MeanIfAllKnown(),
        };
    }
}
