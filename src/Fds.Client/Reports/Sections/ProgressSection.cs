using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>How fds got there: losses, values and hypergradients by outer step.</summary>
internal static class ProgressSection
{
    private const int MostCharts = 12;

    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Measures || !subject.HasFds)
        {
            yield return Html.Of("p", subject.Measures ? "A measurement has no outer steps: all its runs train with the schedules that it begins with." : $"{ReportWords.NoFds} The trials stand at the top, and every one of them in trials.csv.");
            yield break;
        }

        if (subject.Result.OuterSteps.IsEmpty)
        {
            yield return Html.Of("p", "No outer step has ended.");
            yield break;
        }

        Chart[] values = [.. ValueCharts.Of(subject)];
        yield return Html.Of("p", "Losses, hypergradients and every learned value by outer step. In charts of values the windows go from the beginning of training (violet) to its end (yellow).");
        yield return ChartFigure.Grid(
        [
            ChartFigure.Of(LossChart.Of(subject), "loss"), ChartFigure.Of(HypergradientCharts.Map(subject), "map"),
            .. values.Take(MostCharts).Select((chart, i) => ChartFigure.Of(chart, $"value-{i}")), .. HypergradientCharts.Of(subject).Select((chart, i) => ChartFigure.Of(chart, $"hypergradient-{i}")),
        ]);
        yield return values.Length > MostCharts ? Html.Of("p.note", $"{values.Length - MostCharts} more groups are in outer-steps.csv.") : null;
    }
}
