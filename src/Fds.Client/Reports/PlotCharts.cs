using Fds.Client.Charts;
using Fds.Client.Reports.Sections;

namespace Fds.Client.Reports;

/// <summary>The charts of a study that fds plot draws, by what they show.</summary>
internal static class PlotCharts
{
    /// <summary>What can be asked for, in the order in which it is drawn.</summary>
    public static IReadOnlyList<string> Names { get; } = ["schedule", "loss", "sensitivity"];

    /// <summary>The charts; none where the study has nothing of that.</summary>
    public static IReadOnlyList<Chart> Of(ReportSubject subject, string name) => name switch
    {
        _ when subject.Measures => name == Names[0] ? [.. MeasurementCharts.Charts(subject)] : [],
        "schedule" => [.. ScheduleLines.Of(subject)],
        "loss" => subject.HasFds && !subject.Result.OuterSteps.IsEmpty ? [LossChart.Of(subject)] : [.. TrialChart.Charts(subject)],
        _ => [.. SensitivitySection.Charts(subject)],
    };

    /// <summary>The same with one line on each, beside its start, where lines cannot be told apart by colour.</summary>
    public static IEnumerable<Chart> OneByOne(Chart chart)
    {
        ChartSeries[] lines = [.. chart.Series.Where(series => !series.IsGhost && series.Form is SeriesForm.Steps or SeriesForm.Line)];
        return chart.Series.Any(series => series.Form == SeriesForm.Points)
            ? [chart]
            : lines.Select(line => With(chart, line, lines.Length > 1 ? $"{line.Name}: {chart.Title}" : chart.Title));
    }

    private static Chart With(Chart chart, ChartSeries line, string title)
    {
        ChartSeries[] start = [.. chart.Series.Where(series => series.IsGhost && (series.Name == ScheduleLines.Start || series.Name == $"{line.Name}, {ScheduleLines.Start}"))];
        return chart with { Title = start.Length > 0 ? $"{title} (dotted: start)" : title, Series = [.. start, line] };
    }
}
