using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Confirming;

/// <summary>Runs the schedules that learning led to on fresh seeds, the same for every one of them, and chooses the one to keep.</summary>
internal sealed class ConfirmationPlan(StudyContext study) : IStudyPlan
{
    /// <summary>Gradient steps that are kept back for it while the study learns; 0 before the data are known.</summary>
    public double Reserve
    {
        get
        {
            bool quadratic = SpecificationTranslation.IsQuadratic(study.Specification);
            if (!IsAskedFor || (study.Record.Data is null && !quadratic))
            {
                return 0;
            }

            int examples = study.Record.Data?.Classes.Sum(each => each.Training) ?? 0;
            int validation = ValidationSplit.SizeOf(examples, study.Specification.Data.ValidationFraction);
            int steps = SpecificationTranslation.Steps(study.Specification, Horizon, examples - validation);
            return CostForecast.OfConfirming(study.Specification, steps + RunCost.OfEvaluation(validation, study.Specification.Inner.BatchSize));
        }
    }

    private bool IsAskedFor => study.Specification is { Outer.Rule: OuterRule.Adam, Search.Confirm.Seeds: > 0 };

    private Horizon Horizon => SpecificationTranslation.OuterHorizon(study.Specification, study.Specification.Outer.Steps - 1);

    private StudyRecord Record => study.Record;

    /// <summary>What is left of the budget, in gradient steps; null: there is none.</summary>
    private double? Left => study.Specification.Budget.GradientSteps - Record.Learning.GradientSteps;

    /// <summary>Begins it, or goes on to retraining where it is not asked for.</summary>
    public void BeginOrRetrain(bool forBudget = false)
    {
        if (IsAskedFor && !(Left <= 0))
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
        Record.Candidates = Candidates.OfLearning(Record);
        study.Work.Begin(
            from candidate in Enumerable.Range(0, Record.Candidates.Length)
            from seed in Enumerable.Range(0, study.Specification.Search.Confirm.Seeds)
            select new WorkKey { Study = study.Name, Kind = WorkKind.Confirm, OuterStep = candidate, Replica = seed },
            key => Record.Candidates[key.OuterStep].Schedule);
        Record.Work.ForEach(item => item.CostLimit = Left / Record.Work.Count);
    }

    public void Advance()
    {
        if (study.IsActive && !study.Work.Open.Any())
        {
            study.Costs.KeepTime();
            Conclude();
        }
    }

    /// <summary>Chooses by what is in.</summary>
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
                ? $"of {Record.Candidates.Length} schedules, {study.Specification.Search.Confirm.Seeds} fresh runs each, '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4}"
                : "no schedule completed its fresh runs: the last one is kept",
            withStatus: true);
        study.Plans.Retraining.BeginOrSucceed();
    }

    /// <summary>A candidate with the losses of its runs. One of which a run has not come to an end has none, as its mean would be over other seeds.</summary>
    private static CandidateRecord With(CandidateRecord candidate, ImmutableArray<WorkItem> runs)
    {
        if (runs.Any(run => run.State is not (ReplicaState.Completed or ReplicaState.Diverged or ReplicaState.Collapsed)))
        {
            return candidate;
        }

        double?[] priors = [.. runs.Select(run => run.Report?.PriorLoss)];
        return candidate with
        {
            Losses = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Loss : double.PositiveInfinity)],
            Accuracies = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Accuracy : double.NaN)],
            PriorLoss = priors.All(prior => prior is not null) ? priors.Average() : null,
        };
    }
}
