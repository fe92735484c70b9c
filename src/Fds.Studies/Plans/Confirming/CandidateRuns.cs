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
    /// <summary>Places of the candidates that are run; default: all.</summary>
    public ImmutableArray<int> Places { get; init; } = [.. Enumerable.Range(0, candidates.Length)];

    /// <summary>Queues every run.</summary>
    public void Begin()
    {
        study.Work.Begin(
            from candidate in Places
            from seed in Enumerable.Range(0, seeds)
            select new WorkKey { Study = study.Name, Kind = kind, OuterStep = candidate, Replica = seed },
            key => Shifted(candidates[key.OuterStep].Schedule, key.Replica));
        study.Costs.LimitWork(study.Record.Work.Count);
    }

    /// <summary>The candidates. Those that were run have the losses of their runs, and the best of these is marked as chosen.</summary>
    public ImmutableArray<CandidateRecord> Results()
    {
        ImmutableArray<CandidateRecord> judged = Candidates.Choose([.. Places.Select(place => With(candidates[place], [.. study.Record.Work.Where(item => item.Key.OuterStep == place)]))]);
        return [.. candidates.Select((candidate, place) => Places.IndexOf(place) is >= 0 and var own ? judged[own] : candidate with { IsChosen = false })];
    }

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
            return candidate with { Losses = [], Accuracies = [] };
        }

        return candidate with
        {
            Losses = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Loss : double.PositiveInfinity)],
            Accuracies = [.. runs.Select(run => run.State == ReplicaState.Completed ? run.Report!.Accuracy : double.NaN)],
            PriorLoss = runs.Select(run => run.Report?.PriorLoss).MeanIfAllKnown(),
        };
    }
}
