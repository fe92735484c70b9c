using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Fds.Client.Charts;

/// <summary>A chart as a model of the library that draws it.</summary>
internal static class ChartPlot
{
    private const double FontSize = 11;
    private const double Thick = 2;
    private const double Thin = 1.2;
    private const double Half = 0.5;
    private const double Room = 0.05;
    private const double LittleRoom = 0.01;
    private static readonly double[] Powers = [.. Enumerable.Range(-12, 30).Select(power => Math.Pow(10, power))];

    /// <summary>The model.</summary>
    public static PlotModel Of(Chart chart)
    {
        PlotModel model = new()
        {
            Background = OxyColors.Undefined, DefaultFont = "Arial", DefaultFontSize = FontSize, IsLegendVisible = false,
            PlotAreaBorderThickness = new OxyThickness(0), PlotAreaBorderColor = OxyColors.Undefined, Padding = new OxyThickness(2, 6, 10, 2), TextColor = ChartColours.Ink,
        };
        model.Axes.Add(Axis(chart.X, AxisPosition.Bottom, Values(chart, chart.X, OfX), chart.Series.Any(series => series.Form is SeriesForm.Whiskers or SeriesForm.Points)));
        model.Axes.Add(Axis(chart.Y, AxisPosition.Left, Values(chart, chart.Y, OfY), hasRoom: true));
        foreach (ChartSeries series in chart.Series)
        {
            foreach (Series drawn in Drawn(series, chart))
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

    private static Axis Axis(ChartAxis axis, AxisPosition position, double[] values, bool hasRoom)
    {
        Axis made = axis.IsLogarithmic ? new LogarithmicAxis() : new LinearAxis();
        made.Position = position;
        made.Title = axis.Title;
        made.TitleFontSize = FontSize;
        made.AxisTitleDistance = position == AxisPosition.Left ? 8 : 1;
        made.AxislineStyle = LineStyle.Solid;
        made.TickStyle = TickStyle.Outside;
        made.MajorTickSize = 4;
        made.MinorTickSize = axis.IsLogarithmic ? 2 : 0;
        made.MajorGridlineStyle = axis.Names.Count == 0 ? LineStyle.Solid : LineStyle.None;
        made.MajorGridlineThickness = 1;
        (made.TextColor, made.TitleColor, made.AxislineColor, made.TicklineColor, made.MinorTicklineColor, made.MajorGridlineColor) =
            (ChartColours.Ink, ChartColours.Ink, ChartColours.Axis, ChartColours.Axis, ChartColours.Axis, ChartColours.Grid);
        made.LabelFormatter = axis.Names.Count > 0 ? value => Name(axis, value) : axis.IsShare ? value => $"{value * 100:0.####} %" : Label;
        Limit(made, axis, values, hasRoom);
        return made;
    }

    private static string Name(ChartAxis axis, double value) => value == Math.Round(value) && value >= 0 && value < axis.Names.Count ? axis.Names[(int)value] : "";

    private static string Label(double value) => Math.Abs(value) is > 0 and < 1e-3 or >= 1e5 ? value.ToString("0.##e0", System.Globalization.CultureInfo.InvariantCulture) : value.ToString("0.#####", System.Globalization.CultureInfo.InvariantCulture);

    private static void Limit(Axis made, ChartAxis axis, double[] values, bool hasRoom)
    {
        double least = Math.Min(axis.Minimum ?? double.PositiveInfinity, values.DefaultIfEmpty(axis.IsLogarithmic ? 1 : 0).Min());
        double most = Math.Max(axis.Maximum ?? double.NegativeInfinity, values.DefaultIfEmpty(axis.IsLogarithmic ? 10 : 1).Max());
        if (axis.Names.Count > 0)
        {
            (made.StartPosition, made.EndPosition, made.MajorStep, made.MinorStep) = made.Position == AxisPosition.Left ? (1, 0, Math.Ceiling(axis.Names.Count / 24.0), 1) : (0, 1, 1, 1);
            (made.Minimum, made.Maximum) = (-Half, axis.Names.Count - Half);
            return;
        }

        if (axis.IsWhole && !axis.IsLogarithmic && most - least <= 10)
        {
            (made.MajorStep, made.MinorStep) = (1, 1);
        }

        (made.Minimum, made.Maximum) = axis.IsLogarithmic ? Logarithmic(least, most) : Linear(least, most, hasRoom ? Room : LittleRoom);
    }

    /// <summary>Numbers that are all alike are in the middle of an axis that is a little longer.</summary>
    private static (double Least, double Most) Linear(double least, double most, double share)
    {
        if (most - least < 1e-12 * Math.Max(1, Math.Abs(most)))
        {
            double around = most == 0 ? 1 : Math.Abs(most) * 0.2;
            return least == 0 ? (0, around) : (least - around, most + around);
        }

        double room = share * (most - least);
        return (least == 0 ? 0 : least - room, most + room);
    }

    private static (double Least, double Most) Logarithmic(double least, double most)
    {
        double room = Math.Max(1.1, Math.Pow(most / least, 0.05));
        double last = Powers.FirstOrDefault(power => power >= most, most);
        return (least / room, most * room > last && last / most < 1.5 ? last * 1.05 : most * room);
    }

    private static IEnumerable<Series> Drawn(ChartSeries series, Chart chart)
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
