using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Fds.Client.Charts;

/// <summary>A chart as a model of the library that draws it.</summary>
internal static class ChartPlot
{
    private const double Half = 0.5;

    /// <summary>The model.</summary>
    public static PlotModel Of(Chart chart)
    {
        PlotModel model = new()
        {
            Background = OxyColors.Undefined, DefaultFont = "Arial", DefaultFontSize = AxisDrawing.FontSize, IsLegendVisible = false,
            PlotAreaBorderThickness = new OxyThickness(0), PlotAreaBorderColor = OxyColors.Undefined, Padding = new OxyThickness(2, 6, 10, 2), TextColor = ChartColours.Ink,
        };
        model.Axes.Add(AxisDrawing.Of(chart.X, AxisPosition.Bottom, Values(chart, chart.X, OfX), chart.Series.Any(series => series.Form is SeriesForm.Whiskers or SeriesForm.Points)));
        model.Axes.Add(AxisDrawing.Of(chart.Y, AxisPosition.Left, Values(chart, chart.Y, OfY), hasRoom: true));
        foreach (ChartSeries series in chart.Series)
        {
            foreach (Series drawn in SeriesDrawing.Of(series, chart))
            {
                model.Series.Add(drawn);
            }
        }

        return model;
    }

    private static IEnumerable<double> OfX(ChartSeries series, ChartPoint point) => series.Form switch
    {
        SeriesForm.Whiskers => [point.X, point.Low ?? point.X, point.High ?? point.X],
        SeriesForm.Cells => [point.X - Half, point.X + Half],
        _ => [point.X, point.End],
    };

    private static IEnumerable<double> OfY(ChartSeries series, ChartPoint point) => series.Form switch
    {
        SeriesForm.Whiskers or SeriesForm.Cells => [point.Y - Half, point.Y + Half],
        _ => [point.Y, point.Low ?? point.Y, point.High ?? point.Y],
    };

    private static double[] Values(Chart chart, ChartAxis axis, Func<ChartSeries, ChartPoint, IEnumerable<double>> of) =>
        [.. chart.Series.SelectMany(series => series.Points.SelectMany(point => of(series, point))).Where(axis.Shows)];
}
