using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>The trials of a search, one after another, with the lowest loss up to then.</summary>
internal static class TrialChart
{
    /// <summary>The figure, or why there is none.</summary>
    public static XElement Of(ReportSubject subject) => Charts(subject) is [var chart]
        ? ChartFigure.Grid([ChartFigure.Of(chart, "trials")])
        : Html.Of("p", "There is no picture of the search, because no trial has ended with a loss.");

    /// <summary>The chart; none before a trial has ended with a loss.</summary>
    public static IReadOnlyList<Chart> Charts(ReportSubject subject)
    {
        TrialRecord[] trials = [.. subject.Result.Methods.SelectMany(method => method.Trials).Where(trial => double.IsFinite(trial.ValidationLoss)).OrderBy(trial => trial.Number)];
        return trials.Length == 0 ? [] : [Chart(trials)];
    }

    private static Chart Chart(TrialRecord[] trials)
    {
        int longest = trials.Max(trial => trial.InnerSteps);
        TrialRecord[] whole = [.. trials.Where(trial => trial.InnerSteps == longest)];
        TrialRecord[] shorter = [.. trials.Where(trial => trial.InnerSteps < longest)];
        double[] best = Lowest(whole);
        ChartSeries[] series =
        [
            .. shorter.Length == 0 ? [] : (IEnumerable<ChartSeries>)[new("shorter runs", SeriesForm.Points, [.. shorter.Select(Point)]) { Colour = 5, IsGhost = true }],
            new("trials", SeriesForm.Points, [.. whole.Select(Point)]) { Colour = 0 },
            new("lowest up to then", SeriesForm.Line, [.. whole.Select((trial, i) => new ChartPoint(trial.Number, best[i]))]) { Colour = 1, HasTips = false },
        ];
        return new("Trials of the search", new("trial") { IsWhole = true }, ScheduleLines.Values("validation loss", trials.Select(trial => trial.ValidationLoss)), series);
    }

    private static ChartPoint Point(TrialRecord trial) => new(trial.Number, trial.ValidationLoss) { Note = $"trial {trial.Number}: {ChartNumber.Words(trial.ValidationLoss)} after {trial.InnerSteps} steps" };

    private static double[] Lowest(IEnumerable<TrialRecord> trials)
    {
        double lowest = double.PositiveInfinity;
        return [.. trials.Select(trial => lowest = Math.Min(lowest, trial.ValidationLoss))];
    }
}
