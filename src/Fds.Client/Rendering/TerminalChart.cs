using Fds.Client.Charts;
using Fds.Client.Rendering.Screens;

namespace Fds.Client.Rendering;

/// <summary>A chart in characters: its lines in braille, ghosts dotted, with the ends of its axes beside it.</summary>
internal static class TerminalChart
{
    private const int LabelWidth = 9;
    private const int LeastColumns = 8;
    private const int LeastRows = 2;

    /// <summary>The lines of text.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">Most characters of a line.</param>
    /// <param name="height">Number of lines, the title and the axis included.</param>
    public static IReadOnlyList<string> Lines(Chart chart, int width, int height)
    {
        (double Least, double Most)? across = Ends(chart, chart.X, point => [point.X, point.End]);
        (double Least, double Most)? up = Ends(chart, chart.Y, point => [point.Y]);
        if (across is not { } x || up is not { } y)
        {
            return [TextFit.Cut(chart.Title, width), TextFit.Cut("  nothing to show", width)];
        }

        BrailleCanvas canvas = new(Math.Max(LeastColumns, width - LabelWidth - 2), Math.Max(LeastRows, height - 3));
        foreach (ChartSeries series in chart.Series.OrderByDescending(series => series.IsGhost))
        {
            Draw(series, canvas, point => (Place(chart.X, point.X, x) * (canvas.Width - 1), (1 - Place(chart.Y, point.Y, y)) * (canvas.Height - 1)), chart);
        }

        return [.. Framed(chart, canvas, x, y).Select(line => TextFit.Cut(line.TrimEnd(), width))];
    }

    private static IEnumerable<string> Framed(Chart chart, BrailleCanvas canvas, (double Least, double Most) x, (double Least, double Most) y)
    {
        string[] rows = [.. canvas.Lines];
        yield return chart.Title;
        for (int row = 0; row < rows.Length; row++)
        {
            string label = row == 0 ? chart.Y.Words(y.Most) : row == rows.Length - 1 ? chart.Y.Words(y.Least) : "";
            yield return $"{label.PadLeft(LabelWidth)}{(label.Length > 0 ? '┤' : '│')}{rows[row]}";
        }

        string ends = $"{chart.X.Words(x.Least)} {chart.X.Title}";
        string last = chart.X.Words(x.Most);
        yield return $"{new string(' ', LabelWidth)}└{new string('─', rows[0].Length)}";
        yield return $"{new string(' ', LabelWidth + 1)}{ends}{last.PadLeft(Math.Max(last.Length + 1, rows[0].Length - ends.Length))}";
    }

    private static void Draw(ChartSeries series, BrailleCanvas canvas, Func<ChartPoint, (double X, double Y)> place, Chart chart)
    {
        (double X, double Y)? before = null;
        foreach (ChartPoint point in series.Points.Where(point => chart.X.Shows(point.X) && chart.Y.Shows(point.Y)))
        {
            (double X, double Y) here = place(point);
            if (series.Form is SeriesForm.Points or SeriesForm.Whiskers)
            {
                canvas.Line(here, here);
                continue;
            }

            (double X, double Y) end = place(point with { X = point.End });
            canvas.Line(before ?? here, here, series.IsGhost);
            canvas.Line(here, end, series.IsGhost);
            before = end;
        }
    }

    private static (double Least, double Most)? Ends(Chart chart, ChartAxis axis, Func<ChartPoint, double[]> of)
    {
        double[] values = [.. chart.Series.SelectMany(series => series.Points.SelectMany(of)).Where(axis.Shows)];
        return values.Length == 0 ? null : (Math.Min(values.Min(), axis.Minimum ?? double.PositiveInfinity), Math.Max(values.Max(), axis.Maximum ?? double.NegativeInfinity));
    }

    private static double Place(ChartAxis axis, double value, (double Least, double Most) ends)
    {
        if (ends.Most <= ends.Least)
        {
            return 0.5;
        }

        return axis.IsLogarithmic && ends.Least > 0
            ? Math.Log(value / ends.Least) / Math.Log(ends.Most / ends.Least)
            : (value - ends.Least) / (ends.Most - ends.Least);
    }
}
