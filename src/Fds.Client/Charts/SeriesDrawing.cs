using OxyPlot;
using OxyPlot.Series;

namespace Fds.Client.Charts;

/// <summary>A series as the library draws it.</summary>
internal static class SeriesDrawing
{
    private const double Thick = 2;
    private const double Thin = 1.2;

    /// <summary>What is drawn for it, what is below first.</summary>
    public static IEnumerable<Series> Of(ChartSeries series, Chart chart)
    {
        ChartPoint[] shown = [.. series.Points.Where(point => chart.X.Shows(point.X) && chart.Y.Shows(point.Y))];
        return series.Form switch
        {
            // A line through one point cannot be seen.
            SeriesForm.Line when shown.Length > 1 => [.. Band(series, shown), Line(series, shown.Select(point => new DataPoint(point.X, point.Y)))],
            SeriesForm.Steps => [Line(series, shown.SelectMany(point => new[] { new DataPoint(point.X, point.Y), new DataPoint(point.End, point.Y) }))],
            SeriesForm.Cells => [],
            _ => [.. shown.SelectMany(point => Whisker(series, point, series.Form == SeriesForm.Whiskers)), Points(series, shown)],
        };
    }

    private static IEnumerable<Series> Band(ChartSeries series, ChartPoint[] shown)
    {
        if (shown.All(point => point.Low is null))
        {
            yield break;
        }

        AreaSeries band = new() { Color = OxyColors.Undefined, Color2 = OxyColors.Undefined, Fill = ChartColours.Band(series.Colour), StrokeThickness = 0 };
        band.Points.AddRange(shown.Select(point => new DataPoint(point.X, point.Low ?? point.Y)));
        band.Points2.AddRange(shown.Select(point => new DataPoint(point.X, point.High ?? point.Y)));
        yield return band;
    }

    private static LineSeries Line(ChartSeries series, IEnumerable<DataPoint> points)
    {
        LineSeries line = new()
        {
            Color = ChartColours.Line(series.Colour), StrokeThickness = series.IsGhost ? Thin : Thick, LineStyle = series.IsGhost ? LineStyle.Dash : LineStyle.Solid, Decimator = null, MinimumSegmentLength = 0,
        };
        line.Points.AddRange(points);
        return line;
    }

    private static IEnumerable<Series> Whisker(ChartSeries series, ChartPoint point, bool lies)
    {
        if (point is { Low: { } low, High: { } high })
        {
            yield return Line(series with { IsGhost = false }, lies ? [new(low, point.Y), new(high, point.Y)] : [new(point.X, low), new(point.X, high)]);
        }
    }

    private static ScatterSeries Points(ChartSeries series, ChartPoint[] shown)
    {
        ScatterSeries points = new() { MarkerType = MarkerType.Circle, MarkerSize = series.IsGhost ? 2 : 3.5, MarkerFill = ChartColours.Line(series.Colour), MarkerStroke = OxyColors.Undefined, BinSize = 0 };
        points.Points.AddRange(shown.Select(point => new ScatterPoint(point.X, point.Y)));
        return points;
    }
}
