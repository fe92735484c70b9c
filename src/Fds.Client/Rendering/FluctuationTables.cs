using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>How hypergradients fluctuate over seeds, as tables: for people in round figures, for files in exact ones.</summary>
internal static class FluctuationTables
{
    /// <summary>Every learned window: the hypergradient of the whole run, and the greedy one.</summary>
    public static Grid Windows(FluctuationMeasurement? measured, TableFigures figures) => new(
        [
            "hyperparameter", "window", "value", "runs", "mean", "standardDeviation", "standardError", "signalToNoise", "signAgreement",
            "greedyMean", "greedyStandardDeviation", "greedyStandardError", "greedySignalToNoise", "greedySignAgreement",
        ],
        [
            .. (measured?.Windows ?? []).Select(IReadOnlyList<string> (window) =>
            [
                window.Kind.FieldName(), $"{window.Window}", figures.Exact(window.Value), $"{window.Full.Values.Length}", .. Spread(window.Full, figures), .. Spread(window.Greedy, figures),
            ]),
        ]);

    /// <summary>What averaging over more and more runs leaves of the deviation of single ones, against 1/√R.</summary>
    public static Grid Averages(FluctuationMeasurement? measured, TableFigures figures) => new(
        ["averagedRuns", "groups", "expected", "deviation", "greedyDeviation"],
        [
            .. (measured?.Averages ?? []).Select(IReadOnlyList<string> (average) =>
            [
                $"{average.Runs}", $"{average.Groups}", figures.Exact(average.Expected), figures.Exact(average.Full), figures.Exact(average.Greedy),
            ]),
        ]);

    /// <summary>Both tables, for people.</summary>
    public static void Write(FluctuationMeasurement measured, TextWriter writer)
    {
        Windows(measured, TableFigures.People).Dashed().WriteTable(writer);
        writer.WriteLine();
        Averages(measured, TableFigures.People).Dashed().WriteTable(writer);
    }

    private static string[] Spread(FluctuationSpread spread, TableFigures figures) =>
        [figures.Exact(spread.Mean), figures.Exact(spread.StandardDeviation), figures.Exact(spread.StandardError), figures.Exact(spread.SignalToNoise), figures.Exact(spread.SignAgreement)];
}
