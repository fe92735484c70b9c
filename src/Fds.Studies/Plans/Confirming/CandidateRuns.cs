using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Confirming;

/// <summary>Runs of several schedules, each with the same seeds.</summary>
/// <param name="study">The study.</param>
/// <param name="candidates">The schedules.</param>
/// <param name="kind">Which work they are: its seeds are its own.</param>
/// <param name="seeds">Runs of each candidate.</param>
/// <param name="margin">They train with learning rates from e^-margin to e^margin times the candidate's.</param>
internal sealed class CandidateRuns(StudyContext study, ImmutableArray<CandidateRecord> candidates, WorkKind kind, int seeds, double margin)
{
    /// <summary>Queues every run.</summary>
    public void Begin()
    {
        study.Work.Begin(
            from candidate in Enumerable.Range(0, candidates.Length)
            from seed in Enumerable.Range(0, seeds)
            select new WorkKey { Study = study.Name, Kind = kind, OuterStep = candidate, Replica = seed },
            key => Shifted(candidates[key.OuterStep].Schedule, key.Replica));
        study.Costs.LimitWork(study.Record.Work.Count);
    }

    /// <summary>The candidates with the losses of their runs, the best of them marked as chosen.</summary>
    public ImmutableArray<CandidateRecord> Results() =>
        Candidates.Choose([.. candidates.Select((candidate, i) => With(candidate, [.. study.Record.Work.Where(item => item.Key.OuterStep == i)]))]);

    private KindMap<ImmutableArray<double>> Shifted(KindMap<ImmutableArray<double>> schedule, int run) => margin == 0
        ? schedule
        : schedule with { LearningRate = StabilityMargin.Apply(schedule.LearningRate, StabilityMargin.Shift(margin, run, seeds, run), study.Specification.Hyperparameters.LearningRate.Range()) };

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
