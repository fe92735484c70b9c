using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>How hypergradients fluctuate over seeds, as tables: for people in round figures, for files in exact ones.</summary>
internal static class FluctuationTables
{
    /// <summary>Every learned window: the hypergradient of the whole run, and the greedy one.</summary>
    public static Grid Windows(FluctuationMeasurement? measured, Func<double?, string> number) => new(
        [
            "hyperparameter", "window", "value", "runs", "mean", "standardDeviation", "standardError", "signalToNoise", "signAgreement",
            "greedyMean", "greedyStandardDeviation", "greedyStandardError", "greedySignalToNoise", "greedySignAgreement",
        ],
        [
            .. (measured?.Windows ?? []).Select(IReadOnlyList<string> (window) =>
            [
                window.Kind.FieldName(), $"{window.Window}", number(window.Value), $"{window.Full.Values.Length}", .. Spread(window.Full, number), .. Spread(window.Greedy, number),
            ]),
        ]);

    /// <summary>What averaging over more and more runs leaves of the deviation of single ones, against 1/√R.</summary>
    public static Grid Averages(FluctuationMeasurement? measured, Func<double?, string> number) => new(
        ["averagedRuns", "groups", "expected", "deviation", "greedyDeviation"],
        [
            .. (measured?.Averages ?? []).Select(IReadOnlyList<string> (average) =>
            [
                $"{average.Runs}", $"{average.Groups}", number(average.Expected), number(average.Full), number(average.Greedy),
            ]),
        ]);

    /// <summary>Both tables, for people.</summary>
    public static void Write(FluctuationMeasurement measured, TextWriter writer)
    {
        Windows(measured, Words.Number).WriteTable(writer);
        writer.WriteLine();
        Averages(measured, Words.Number).WriteTable(writer);
    }

    private static string[] Spread(FluctuationSpread spread, Func<double?, string> number) =>
        [number(spread.Mean), number(spread.StandardDeviation), number(spread.StandardError), number(spread.SignalToNoise), number(spread.SignAgreement)];
}
