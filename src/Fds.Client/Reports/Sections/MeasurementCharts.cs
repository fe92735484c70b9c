using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>How hypergradients fluctuate over seeds: window by window, and what averaging leaves of it.</summary>
internal static class MeasurementCharts
{
    /// <summary>The figures, or why there are none.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Result.Fluctuation is not { Windows.IsEmpty: false } measured)
        {
            yield return Html.Of("p", "This study learns nothing. It measures how hypergradients fluctuate over seeds, and no run has completed yet.");
            yield break;
        }

        yield return Html.Of("p", $"This study learns nothing. It measures how hypergradients fluctuate over seeds: {measured.Completed.Length} of {measured.Runs} runs completed. Bands are a standard deviation of single runs up and down.");
        yield return ChartFigure.Grid([.. Charts(subject).Select((chart, i) => ChartFigure.Of(chart, $"measured-{i}"))]);
    }

    /// <summary>The charts; none before a run has completed.</summary>
    public static IEnumerable<Chart> Charts(ReportSubject subject)
    {
        FluctuationMeasurement? measured = subject.Result.Fluctuation;
        IEnumerable<Chart> kinds = (measured?.Windows ?? []).GroupBy(window => window.Kind).Select(kind => Windows(kind.Key, [.. kind]));
        return measured is null or { Averages.IsEmpty: true } ? kinds : kinds.Append(Averages(measured));
    }

    private static Chart Windows(HyperparameterKind kind, FluctuationReading[] windows) => new(
        $"Hypergradients by the {ReportSubject.Name(kind)}",
        new("window, from 0") { IsWhole = true },
        new("hypergradient"),
        [
            new("of the whole run", SeriesForm.Line, [.. windows.Select(window => Point(window.Window, window.Full))]) { Colour = 0 },
            new("greedy", SeriesForm.Line, [.. windows.Select(window => Point(window.Window, window.Greedy))]) { Colour = 1 },
        ]);

    private static ChartPoint Point(int window, FluctuationSpread spread) =>
        spread.StandardDeviation is { } deviation ? new(window, spread.Mean) { Low = spread.Mean - deviation, High = spread.Mean + deviation } : new(window, spread.Mean);

    private static Chart Averages(FluctuationMeasurement measured)
    {
        IReadOnlyList<ChartPoint> Line(Func<FluctuationAverage, double?> of) => [.. measured.Averages.Where(average => of(average) is not null).Select(average => new ChartPoint(average.Runs, of(average)!.Value))];
        return new(
            "What averaging over runs leaves of the deviation",
            new("runs that are averaged") { IsLogarithmic = true, IsWhole = true },
            new("share of a single run's deviation") { IsLogarithmic = true },
            [
                new("1/√R, for runs that are independent", SeriesForm.Line, Line(average => average.Expected)) { Colour = 6, IsGhost = true },
                new("of the whole run", SeriesForm.Line, Line(average => average.Full)) { Colour = 0 },
                new("greedy", SeriesForm.Line, Line(average => average.Greedy)) { Colour = 1 },
            ]);
    }
}
