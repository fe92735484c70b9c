using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;

namespace Fds.Client.Charts;

/// <summary>A chart as an SVG element, whose points tell their numbers where they are pointed at.</summary>
internal static class ChartSvg
{
    /// <summary>Width in the element's own units, which are pixels at its usual size.</summary>
    public const double Width = 460;

    private const double LineHeight = 14;
    private const double Heading = 2.5 * LineHeight;
    private static readonly XNamespace Svg = SvgCanvas.Svg;

    /// <summary>The element.</summary>
    /// <param name="chart">What is on it.</param>
    /// <param name="id">Its id, unique on the page.</param>
    public static XElement Of(Chart chart, string id)
    {
        double height = Width * chart.Aspect;
        XElement root = new(
            Svg + "svg", new XAttribute("class", "chart"), new XAttribute("viewBox", $"0 0 {SvgCanvas.Number(Width)} {SvgCanvas.Number(height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", chart.Description));
        PlotModel model = ChartPlot.Of(chart);
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(new SvgCanvas(root, id), new OxyRect(0, 0, Width, height));
        foreach (ChartSeries series in chart.Series.Where(series => series.HasTips))
        {
            root.Add(series.Points.Where(point => chart.X.Shows(point.X) && chart.Y.Shows(point.Y)).Select(point => Tip(point, series, chart, model)));
        }

        return root;
    }

    /// <summary>A file of its own, with its colours, its charts below each other.</summary>
    /// <param name="title">What the file shows.</param>
    /// <param name="charts">The charts.</param>
    public static string File(string title, IReadOnlyList<Chart> charts)
    {
        double top = 0;
        List<XElement> parts = [];
        foreach (Chart chart in charts)
        {
            parts.Add(Legend(chart, top + LineHeight));
            XElement part = Of(chart, $"chart-{parts.Count}");
            part.Add(new XAttribute("y", SvgCanvas.Number(top + Heading)), new XAttribute("width", Width), new XAttribute("height", SvgCanvas.Number(Width * chart.Aspect)));
            parts.Add(part);
            top += Heading + (Width * chart.Aspect) + LineHeight;
        }

        XElement root = new(
            Svg + "svg", new XAttribute("class", "chart"), new XAttribute("viewBox", $"0 0 {SvgCanvas.Number(Width)} {SvgCanvas.Number(top)}"), new XAttribute("width", Width), new XAttribute("height", SvgCanvas.Number(top)),
            new XElement(Svg + "title", title), new XElement(Svg + "style", ChartStyle.Text), parts);
        return root.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    /// <summary>A chart's title, and under it the names of its lines in their colours.</summary>
    private static XElement Legend(Chart chart, double top) => new(
        Svg + "g",
        new XElement(Svg + "text", new XAttribute("class", "ink"), new XAttribute("font-weight", "bold"), new XAttribute("y", SvgCanvas.Number(top)), chart.Title),
        new XElement(
            Svg + "text",
            new XAttribute("y", SvgCanvas.Number(top + LineHeight)),
            chart.Series.Where(series => series.Name.Length > 0).Select(series => new XElement(Svg + "tspan", new XAttribute("class", $"f {ChartColours.Class(series.Colour)}"), $"{(series.IsGhost ? "┄" : "━")} {series.Name}   "))));

    private static XElement Tip(ChartPoint point, ChartSeries series, Chart chart, PlotModel model)
    {
        (Axis across, Axis up) = (model.Axes[0], model.Axes[1]);
        double x = across.Transform(series.Form == SeriesForm.Steps ? (point.X + point.End) / 2 : point.X);
        double y = up.Transform(point.Y);
        string anchor = x < Width / 3 ? "start" : x > 2 * Width / 3 ? "end" : "middle";
        double above = y < 3 * LineHeight ? y + (1.6 * LineHeight) : y - (0.7 * LineHeight);
        return new XElement(
            Svg + "g",
            new XAttribute("class", "p"),
            Target(point, series, (across, up)),
            new XElement(Svg + "text", new XAttribute("x", SvgCanvas.Number(x)), new XAttribute("y", SvgCanvas.Number(above)), new XAttribute("text-anchor", anchor), Words(point, series, chart)));
    }

    /// <summary>What is pointed at: the step's length, the point with a little around it, or the cell, which is drawn by this alone.</summary>
    private static XElement Target(ChartPoint point, ChartSeries series, (Axis Across, Axis Up) axes)
    {
        double half = series.Form == SeriesForm.Cells ? 0.5 : 0;
        if (series.Form is not (SeriesForm.Cells or SeriesForm.Steps))
        {
            return new(Svg + "circle", new XAttribute("cx", SvgCanvas.Number(axes.Across.Transform(point.X))), new XAttribute("cy", SvgCanvas.Number(axes.Up.Transform(point.Y))), new XAttribute("r", 7));
        }

        (double left, double right) = (axes.Across.Transform(point.X - half), axes.Across.Transform(point.End + half));
        (double top, double bottom) = (axes.Up.Transform(point.Y - half), axes.Up.Transform(point.Y + half));
        double room = half == 0 ? 7 : 0;
        return new(
            Svg + "rect", series.Form == SeriesForm.Cells ? new XAttribute("class", $"f {ChartColours.Class(ChartColours.Cell(point.Level))}") : null, new XAttribute("x", SvgCanvas.Number(left)), new XAttribute("y", SvgCanvas.Number(Math.Min(top, bottom) - room)),
            new XAttribute("width", SvgCanvas.Number(Math.Max(1, right - left))), new XAttribute("height", SvgCanvas.Number(Math.Abs(bottom - top) + (2 * room))));
    }

    private static string Words(ChartPoint point, ChartSeries series, Chart chart)
    {
        if (point.Note is { } note)
        {
            return series.Form == SeriesForm.Cells ? $"{chart.Y.Words(point.Y)} at {chart.X.Words(point.X)}: {note}" : note;
        }

        string uncertain = point is { Low: { } low, High: { } high } ? $" ({Of(low)} to {Of(high)})" : "";
        string Of(double value) => series.Form == SeriesForm.Whiskers ? chart.X.Words(value) : chart.Y.Words(value);
        string at = point.End > point.X ? $"{chart.X.Words(point.X)} to {chart.X.Words(point.End)}" : chart.X.Words(point.X);
        return series.Form == SeriesForm.Whiskers ? $"{chart.Y.Words(point.Y)}: {chart.X.Words(point.X)}{uncertain}" : $"{series.Name}: {chart.Y.Words(point.Y)}{uncertain} at {at}";
    }
}
