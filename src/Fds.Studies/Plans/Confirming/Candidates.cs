using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Views;
using static Fds.Core.Schedules.ValueScales;

namespace Fds.Studies.Plans.Confirming;

/// <summary>The schedules among which a study chooses, and the choice.</summary>
internal static class Candidates
{
    /// <summary>
    /// The candidates: the start, the last point, averages over the last points, which are less noisy than any single point,
    /// and the outer step with the lowest loss. Equal schedules are named once.
    /// </summary>
    public static ImmutableArray<CandidateRecord> OfLearning(StudyRecord record)
    {
        StudySpecification study = record.Specification;
        KindMap<ImmutableArray<double>> last = OuterLoop.Schedule(record.Values);
        KindMap<ImmutableArray<double>>[] points = [.. record.History.Select(step => step.Schedule), last];
        List<CandidateRecord> all =
        [
            new() { Name = CandidateRecord.Start, Schedule = OuterLoop.Start(record) },
            new() { Name = "mean of the last quarter", Schedule = Mean(study, points[^((points.Length + 3) / 4)..]) },
            new() { Name = "mean of the second half", Schedule = Mean(study, points[^((points.Length + 1) / 2)..]) },
            new() { Name = "last", Schedule = last },
            new() { Name = "last, with learning rates × 0.8", Schedule = Cooler(study, last) },
        ];
        if (StudyProjection.BestSchedule(record) is { } best)
        {
            all.Add(new() { Name = "lowest loss", Schedule = best });
        }

        return [.. all.DistinctBy(candidate => Key(candidate.Schedule)).Take(study.Search.Confirm.Best)];
    }

    /// <summary>The trials with the lowest losses at the end of the whole horizon, best first, as candidates. Equal schedules are named once.</summary>
    public static ImmutableArray<CandidateRecord> OfSearch(StudyRecord record, int most) =>
    [
        .. TrialSearch.Candidates(record.Specification, record.AllTrials)
            .OrderBy(trial => trial.ValidationLoss)
            .ThenBy(trial => trial.Number)
            .Select(trial => new CandidateRecord { Name = $"trial {trial.Number}", Schedule = TrialSearch.Schedule(record.Specification, trial, record.AllTrials) })
            .DistinctBy(candidate => Key(candidate.Schedule))
            .Take(most),
    ];

    /// <summary>
    /// The candidates, the best of them marked as chosen: the one with the lowest mean loss plus standard error, which passes over
    /// candidates that are unstable with some seeds. None is chosen if no result is known.
    /// </summary>
    public static ImmutableArray<CandidateRecord> Choose(ImmutableArray<CandidateRecord> candidates)
    {
        CandidateRecord? best = candidates.Where(candidate => double.IsFinite(Merit(candidate))).MinBy(Merit);
        return [.. candidates.Select(candidate => candidate with { IsChosen = ReferenceEquals(candidate, best) })];
    }

    /// <summary>The chosen one; null before there is one.</summary>
    public static CandidateRecord? Chosen(StudyRecord record) => Chosen(record.Candidates);

    /// <inheritdoc cref="Chosen(StudyRecord)"/>
    public static CandidateRecord? Chosen(ImmutableArray<CandidateRecord> candidates) => candidates.FirstOrDefault(candidate => candidate.IsChosen);

    /// <summary>Places of the candidates with the lowest mean loss plus standard error, best first; those without such a figure are not among them.</summary>
    public static ImmutableArray<int> Best(ImmutableArray<CandidateRecord> candidates, int most) =>
        [.. Enumerable.Range(0, candidates.Length).Where(place => double.IsFinite(Merit(candidates[place]))).OrderBy(place => Merit(candidates[place])).Take(most)];

    /// <summary>Mean of the losses plus its standard error; infinite if a run diverged or no result is known.</summary>
    private static double Merit(CandidateRecord candidate)
    {
        if (candidate.Losses.IsEmpty || !candidate.Losses.All(double.IsFinite))
        {
            return double.PositiveInfinity;
        }

        ReplicaAverage average = ReplicaAverage.Of(candidate.Losses);
        return average.Value + (average.StandardError ?? 0);
    }

    /// <summary>The schedule with lower learning rates, a step back from the edge of stability.</summary>
    private static KindMap<ImmutableArray<double>> Cooler(StudySpecification study, KindMap<ImmutableArray<double>> schedule)
    {
        HyperparameterSpecification rate = study.Hyperparameters[HyperparameterKind.LearningRate];
        return rate.Learn ? schedule with { LearningRate = [.. schedule.LearningRate.Select(value => rate.Range().Project(0.8 * value))] } : schedule;
    }

    /// <summary>The mean on every kind's scale.</summary>
    private static KindMap<ImmutableArray<double>> Mean(StudySpecification study, KindMap<ImmutableArray<double>>[] points)
    {
        if (points is [var only])
        {
            return only;
        }

        ImmutableArray<double> Of(HyperparameterKind kind)
        {
            HyperparameterSpecification schedule = study.Hyperparameters[kind];
            return !schedule.Learn ? schedule.Initial :
            [
                .. Enumerable.Range(0, schedule.Initial.Length).Select(place =>
                    schedule.Range().Project(schedule.OnScale().Value(points.Average(point => schedule.OnScale().Place(point[kind][place]))))),
            ];
        }

        return KindMap.Of(study.Kinds, Of);
    }

    private static string Key(KindMap<ImmutableArray<double>> schedule) => string.Join(';', schedule.Kinds.SelectMany(kind => schedule[kind]).Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
}
