using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;

namespace Fds.Studies.Views;

/// <summary>The hypergradient statistics of a measuring study; the numerics do the arithmetic.</summary>
internal static class FluctuationProjection
{
    /// <summary>The measurement so far; null for a study that learns.</summary>
    public static FluctuationMeasurement? Of(StudyRecord state)
    {
        if (state.Specification.Fluctuation is not { } asked)
        {
            return null;
        }

        ImmutableArray<RunReport> reports = Contributions(state);
        LearnedValue[] learned = reports.IsEmpty ? [] : [.. state.Values.Where(value => value.Learned)];
        ImmutableArray<FluctuationReading> windows =
        [
            .. learned.Select((value, j) => new FluctuationReading
            {
                Kind = value.Kind,
                Window = value.Window,
                Value = value.Value,
                Full = Spread([.. reports.Select(report => report.Hypergradient[j])]),
                Greedy = Spread([.. reports.Select(report => report.GreedyHypergradient[j])]),
            }),
        ];
        return new()
        {
            Runs = asked.Runs,
            Completed = [.. reports.Select(report => report.Key.Replica)],
            Windows = windows,
            Averages = [.. SeedSpread.GroupSizes(reports.Length).Select(runs => Average(windows, runs, reports.Length / runs))],
        };
    }

    /// <summary>Reports with both hypergradients of every learned window, in the order of the runs.</summary>
    public static ImmutableArray<RunReport> Contributions(StudyRecord state)
    {
        int learned = state.Values.Count(value => value.Learned);
        return
        [
            .. state.Work.Where(item => item.State == ReplicaState.Completed)
                .Select(item => item.Report!)
                .Where(report => report.Hypergradient.Length == learned && report.GreedyHypergradient.Length == learned)
                .OrderBy(report => report.Key.Replica),
        ];
    }

    private static FluctuationSpread Spread(ImmutableArray<double> values)
    {
        ReplicaAverage average = ReplicaAverage.Of(values);
        return new()
        {
            Mean = average.Value,
            StandardDeviation = values.Length < 2 ? null : Math.Sqrt(SeedSpread.Variance(values)),
            StandardError = average.StandardError,
            SignAgreement = average.SignAgreement,
            SignalToNoise = average.SignalToNoise,
            Values = values,
        };
    }

    private static FluctuationAverage Average(ImmutableArray<FluctuationReading> windows, int runs, int groups) => new()
    {
        Runs = runs,
        Groups = groups,
        Expected = 1 / Math.Sqrt(runs),
        Full = SeedSpread.RelativeDeviationOfMeans(windows.Select(window => window.Full.Values), runs),
        Greedy = SeedSpread.RelativeDeviationOfMeans(windows.Select(window => window.Greedy.Values), runs),
    };
}
