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
        yield return ChartFigure.Grid([ChartFigure.Of(LossChart.Of(subject), "loss"), ChartFigure.Of(HypergradientCharts.Map(subject), "map")]);
        yield return Html.Of("p.note", "Below: every learned value by outer step. Within a chart the windows go from the beginning of training (dark) to its end (light).");
        yield return ChartFigure.Grid([.. values.Take(MostCharts).Select((chart, i) => ChartFigure.Of(chart, $"value-{i}"))]);
        yield return values.Length > MostCharts ? Html.Of("p.note", $"{values.Length - MostCharts} more groups are in outer-steps.csv.") : null;
        Chart[] hypergradients = [.. HypergradientCharts.Of(subject)];
        yield return hypergradients.Length == 0 ? null : ChartFigure.Grid([.. hypergradients.Select((chart, i) => ChartFigure.Of(chart, $"hypergradient-{i}"))]);
    }
}
