using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Confirming;

/// <summary>Runs the schedules that learning led to on fresh seeds, the same for every one of them, and chooses the one to keep.</summary>
internal sealed class ConfirmationPlan(StudyContext study) : IStudyPlan
{
    /// <summary>Gradient steps reserved for confirmation while the study learns; 0 before the data are known.</summary>
    public double Reserve
    {
        get
        {
            bool isKnown = Record.Data is not null || SpecificationTranslation.IsQuadratic(study.Specification);
            return !study.Specification.Confirms || !isKnown
                ? 0
                : CostForecast.OfConfirming(study.Specification, WorkCost.OfCandidate(study.Specification, Record.Data?.Classes.Sum(each => each.Training) ?? 0));
        }
    }

    private StudyRecord Record => study.Record;

    /// <summary>Begins confirmation, or retraining if the study asks for no confirmation.</summary>
    public void BeginOrRetrain(bool forBudget = false)
    {
        if (study.Specification.Confirms && !(study.Specification.Budget.GradientSteps <= Record.Learning.GradientSteps))
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
                ? $"of {Record.Candidates.Length} schedules, {study.Specification.Search.Confirm.Seeds} fresh runs each, '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4}"
                : "no schedule completed its fresh runs: the last one is kept",
            withStatus: true);
        study.Plans.Retraining.BeginOrSucceed();
    }

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
