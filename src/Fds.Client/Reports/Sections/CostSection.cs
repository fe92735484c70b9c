using System.Globalization;
using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>What it cost, and what each method had for it along the way.</summary>
internal static class CostSection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        yield return Html.Of("p", $"{ReportWords.Whole(subject.Summary.GradientSteps)} gradient steps in all, retraining included, in {Words.Duration(subject.Summary.Seconds) ?? "–"} on {subject.Summary.Device}. A gradient step is one forward and one backward pass over a mini-batch.");
        if (subject.Measures)
        {
            yield break;
        }

        MethodResult[] curves = [.. subject.Result.Methods.Where(method => !method.Curve.IsEmpty)];
        yield return curves.Length == 0
            ? Html.Of("p", "There is no curve of the lowest loss against cost, because no outer step or trial has ended.")
            : ChartFigure.Grid([.. Curves(curves).Select((chart, i) => ChartFigure.Of(chart, $"incumbents-{i}"))]);
        yield return Table(subject);
        if (subject.Study.Compares && subject.Comparison.Target is not null)
        {
            yield return Html.Of("p.note", $"{ScheduleLines.Capital(MethodComparison.Definition)}.");
        }
    }

    private static IEnumerable<Chart> Curves(MethodResult[] methods)
    {
        yield return Curves(methods, "gradient steps", cost => cost.GradientSteps);
        if (methods.Any(method => method.Curve.Any(point => point.Spent.DeviceSeconds > 0)))
        {
            yield return Curves(methods, "device seconds", cost => cost.DeviceSeconds);
        }
    }

    private static Chart Curves(MethodResult[] methods, string unit, Func<MethodCost, double> cost) => new(
        $"Lowest validation loss against {unit}",
        new(unit) { IsLogarithmic = methods.All(method => method.Curve.All(point => cost(point.Spent) > 0)), IsWhole = true },
        ScheduleLines.Values("lowest validation loss so far", methods.SelectMany(method => method.Curve.Select(point => point.BestLoss).Where(double.IsFinite))),
        [.. methods.Select((method, i) => new ChartSeries(method.Method.Word(), SeriesForm.Steps, [.. Steps(method, cost)]) { Colour = i % ChartColours.Series, IsGhost = i >= ChartColours.Series })]);

    /// <summary>A step for each loss that is lower than all before, to the next such one.</summary>
    private static IEnumerable<ChartPoint> Steps(MethodResult method, Func<MethodCost, double> cost)
    {
        MethodEvaluation[] better = [.. method.Curve.Where((point, i) => double.IsFinite(point.BestLoss) && (i == 0 || point.BestLoss < method.Curve[i - 1].BestLoss))];
        for (int i = 0; i < better.Length; i++)
        {
            double end = Math.Max(cost(better[i].Spent), i + 1 < better.Length ? cost(better[i + 1].Spent) : Math.Max(cost(method.Curve[^1].Spent), cost(method.Cost)));
            yield return new(cost(better[i].Spent), better[i].BestLoss) { End = end };
        }
    }

    private static XElement Table(ReportSubject subject) => Html.Table(
        "Cost of learning, without retraining",
        ["method", "results", "left out", "gradient steps", "device seconds", "to reach fds", "times fds"],
        subject.Comparison.Rows.Select(row => (object?[])
        [
            subject.Name(row), $"{row.Evaluations}", $"{row.LeftOut}", Html.Number(row.Cost.GradientSteps, ReportWords.Whole), Html.Number(row.Cost.DeviceSeconds > 0 ? row.Cost.DeviceSeconds : null, ChartNumber.Words),
            Reached(subject, row), row.Times is { } times ? $"{(row.Reached ? "" : "> ")}{times.ToString("F2", CultureInfo.InvariantCulture)}" : "–",
        ]));

    private static object Reached(ReportSubject subject, MethodComparisonRow row) =>
        row.CostToReach is { } reached ? Html.Number(reached.GradientSteps, ReportWords.Whole) : subject.Comparison.Target is null ? "–" : "not reached";
}
