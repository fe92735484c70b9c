using Fds.Client.Charts;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>The test figures of methods with their standard errors and every single retraining, the best at the top.</summary>
internal static class TestChart
{
    private const double RowHeight = 0.055;
    private const double Room = 0.2;

    /// <summary>The chart.</summary>
    public static Chart Of(ReportSubject subject, string title)
    {
        (MethodLine Method, TestFigures Figures)[] rows =
        [
            .. from method in subject.Methods
               let figures = ReportWords.Figures(subject.Measure, method)
               where figures is not null
               orderby subject.Measure.Gain(figures.Mean, 0) descending
               select (method, figures),
        ];
        ChartPoint[] runs = [.. rows.SelectMany((row, place) => row.Figures.Values.Select(value => new ChartPoint(value, place)))];
        ChartPoint[] means = [.. rows.Select((row, place) => Mean(row.Figures, place))];
        bool isAccuracy = subject.Measure == TestMeasure.Accuracy;
        return new(
            title,
            new(subject.Measure.Name) { IsShare = isAccuracy, IsLogarithmic = !isAccuracy && means.Length > 0 && means.Max(point => point.X) > 30 * means.Min(point => point.X) && means.Min(point => point.X) > 0 },
            new("") { Names = [.. rows.Select(row => row.Method.Name)] },
            [new("single retrainings", SeriesForm.Whiskers, runs) { Colour = 5, IsGhost = true, HasTips = runs.Length <= 400 }, new("mean ± standard error", SeriesForm.Whiskers, means) { Colour = 1 }])
        {
            Aspect = Room + (RowHeight * Math.Max(rows.Length, 3)),
            Note = isAccuracy ? "Further to the right is better." : "Further to the left is better.",
        };
    }

    private static ChartPoint Mean(TestFigures figures, int place) =>
        figures.StandardError is { } error ? new(figures.Mean, place) { Low = figures.Mean - error, High = figures.Mean + error } : new(figures.Mean, place);
}
