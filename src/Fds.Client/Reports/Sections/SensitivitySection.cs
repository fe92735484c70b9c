using System.Collections.Immutable;
using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>The size of hypergradients over training: where in the run a change of a value would matter.</summary>
internal static class SensitivitySection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Measures || !subject.HasFds || subject.Result.OuterSteps.IsEmpty)
        {
            yield return Html.Of("p", subject.Measures ? "Nothing is shown here: the measured hypergradients stand at the top." : subject.HasFds ? "Nothing is known yet, because no outer step has ended." : ReportWords.NoFds);
            yield break;
        }

        OuterStepRecord[] kept = Kept(subject);
        yield return Html.Of("p", kept.Length > 0
            ? $"The size of the loss's derivative by the value of single inner steps. Where it is large, a window of its own pays; where it is near 0, one value can hold for long.{(subject.Study.Groups.IsDefaultOrEmpty ? "" : " Of a kind with groups it is that of a change in all groups at once.")}"
            : "The study computed its hypergradients in forward mode, which has one number for each window and none for single steps. The charts show those of the last outer step; with inner.mode: reverse there would be one for each inner step.");
        yield return ChartFigure.Grid([.. Charts(subject).Select((chart, i) => ChartFigure.Of(chart, $"sensitivity-{i}"))]);
    }

    /// <summary>The charts; none before an outer step has ended.</summary>
    public static IEnumerable<Chart> Charts(ReportSubject subject) => Kept(subject) switch
    {
        [] => subject.Result.OuterSteps.IsEmpty ? [] : OfWindows(subject),
        var kept => subject.LearnedKinds.Select(kind => OfSteps(kind, kept)),
    };

    private static OuterStepRecord[] Kept(ReportSubject subject) => [.. subject.Result.OuterSteps.Where(step => step.Sensitivity is not null)];

    private static Chart OfSteps(HyperparameterKind kind, OuterStepRecord[] kept)
    {
        OuterStepRecord last = kept[^1];
        OuterStepRecord[] alike = [.. kept.Where(step => step.InnerSteps == last.InnerSteps && step.Sensitivity![kind].Length == last.Sensitivity![kind].Length)];
        IReadOnlyList<WindowSpan> bins = WindowSpan.Of(last.Sensitivity![kind], last.InnerSteps);
        double Middle(int bin) => (bins[bin].FirstStep + bins[bin].LastStep) / 2.0;
        ChartPoint[] Line(Func<int, double> of) => [.. Enumerable.Range(0, bins.Count).Select(bin => new ChartPoint(Middle(bin), of(bin)))];
        ChartPoint[] middle = Line(bin => Median([.. alike.Select(step => Math.Abs(step.Sensitivity![kind][bin])).Order()]));
        ChartPoint[] latest = Line(bin => Math.Abs(last.Sensitivity![kind][bin]));
        return new(
            $"Sensitivity to the {ReportSubject.Name(kind)}", ScheduleLines.Training(last.InnerSteps), ScheduleLines.Values("|hypergradient| of a step", middle.Concat(latest).Select(point => point.Y)),
            [new($"outer step {last.Index}", SeriesForm.Line, latest) { Colour = 5, IsGhost = true, HasTips = false }, new($"median of {alike.Length} outer steps", SeriesForm.Line, middle) { Colour = 0 }]);
    }

    /// <summary>From a cold start the first outer steps have hypergradients that are far larger than all others, and a mean would show little else.</summary>
    private static double Median(double[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;

    private static IEnumerable<Chart> OfWindows(ReportSubject subject)
    {
        OuterStepRecord last = subject.Result.OuterSteps[^1];
        foreach (IGrouping<HyperparameterKind, HyperparameterReading> kind in last.Readings.Where(reading => reading.Hypergradient.Known() is not null).GroupBy(reading => reading.Kind))
        {
            ChartSeries[] lines = [.. kind.GroupBy(reading => reading.Group).Select((group, i) => new ChartSeries(group.Key ?? "|hypergradient|", SeriesForm.Steps, Steps([.. group], last.InnerSteps)) { Colour = i })];
            yield return new($"Sensitivity to the {ReportSubject.Name(kind.Key)}", ScheduleLines.Training(last.InnerSteps), ScheduleLines.Values("|hypergradient|", lines.SelectMany(line => line.Points.Select(point => point.Y))), lines);
        }
    }

    private static IReadOnlyList<ChartPoint> Steps(ImmutableArray<HyperparameterReading> readings, int horizon) =>
        [.. WindowSpan.Of([.. readings.OrderBy(reading => reading.Window).Select(reading => Math.Abs(reading.Hypergradient!.Value))], horizon).Select(span => new ChartPoint(span.FirstStep, span.Value) { End = span.LastStep + 1 })];
}
