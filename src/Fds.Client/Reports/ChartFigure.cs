using System.Xml.Linq;
using Fds.Client.Charts;

namespace Fds.Client.Reports;

/// <summary>A chart on a page: its picture, what its lines are, and its numbers as a table.</summary>
internal static class ChartFigure
{
    private const int WideColumns = 12;
    private const double UsualHeight = 0.75;

    /// <summary>The figure.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="id">Its id, unique on the page.</param>
    public static XElement Of(Chart chart, string id) => Html.Of(
        "figure",
        new XAttribute("id", id),
        Rows(chart) is var rows and > 1 ? new XAttribute("style", $"grid-row: span {rows}") : null,
        Html.Of("figcaption", Html.Of("h3", chart.Title), chart.Note is null ? null : Html.Of("p.note", chart.Note)),
        Legend(chart),
        ChartSvg.Of(chart, $"{id}-c"),
        Html.Of("details", Html.Of("summary", "Numbers", Html.Of("span.hidden", $" of the chart: {chart.Title}")), Numbers(chart)));

    /// <summary>Several figures beside each other.</summary>
    public static XElement Grid(IEnumerable<XElement> figures) => Html.Of("div.charts", figures);

    /// <summary>So many usual figures are as high as one.</summary>
    private static int Rows(Chart chart) => (int)Math.Round(chart.Aspect / UsualHeight);

    private static XElement? Legend(Chart chart)
    {
        ChartSeries[] named = [.. chart.Series.Where(series => series.Name.Length > 0 && series.Form != SeriesForm.Cells)];
        return named.Length < 2 ? null : Html.Of("ul.legend", named.Select(series => Html.Of("li", Key(series), series.Name)));
    }

    private static XElement Key(ChartSeries series)
    {
        XNamespace svg = SvgCanvas.Svg;
        string colour = ChartColours.Class(series.Colour);
        bool isLine = series.Form is SeriesForm.Line or SeriesForm.Steps;
        XElement mark = isLine
            ? new(svg + "polyline", new XAttribute("class", $"l {colour}"), new XAttribute("points", "0,5 22,5"), new XAttribute("stroke-width", series.IsGhost ? 1.2 : 2.5), series.IsGhost ? new XAttribute("stroke-dasharray", "5 2") : null)
            : new(svg + "circle", new XAttribute("class", $"f {colour}"), new XAttribute("cx", 11), new XAttribute("cy", 5), new XAttribute("r", series.IsGhost ? 2 : 4));
        return new(svg + "svg", new XAttribute("class", "key"), new XAttribute("viewBox", "0 0 22 10"), new XAttribute("aria-hidden", "true"), mark);
    }

    private static XElement Numbers(Chart chart)
    {
        bool alike = chart.Series.Count is > 0 and <= WideColumns && chart.Series.All(series =>
            series.Form is SeriesForm.Line or SeriesForm.Points && series.Points.Select(point => point.X).SequenceEqual(chart.Series[0].Points.Select(point => point.X)));
        return alike ? Wide(chart) : chart.Series.All(series => series.Form == SeriesForm.Cells) ? OfCells(chart) : Long(chart);
    }

    private static XElement Wide(Chart chart) => Html.Table(
        chart.Title,
        [chart.X.Title, .. chart.Series.Select(series => series.Name.Length > 0 ? series.Name : chart.Y.Title)],
        chart.Series[0].Points.Select((point, row) => chart.Series.Select(series => (object?)Value(series.Points[row], chart.Y)).Prepend(chart.X.Words(point.X))));

    private static XElement OfCells(Chart chart) => Html.Table(
        chart.Title,
        [chart.X.Title, "value", "says"],
        chart.Series.SelectMany(series => series.Points.Select(point => (object?[])[chart.X.Words(point.X), chart.Y.Words(point.Y), point.Note ?? ""])));

    private static XElement Long(Chart chart) => Html.Table(
        chart.Title,
        ["series", chart.X.Title, chart.Y.Title, "says"],
        chart.Series.SelectMany(series => series.Points.Select(point => (object?[])[series.Name, Across(point, series, chart.X), Value(point with { Low = Lies(series) ? null : point.Low }, chart.Y), point.Note ?? ""])));

    private static bool Lies(ChartSeries series) => series.Form == SeriesForm.Whiskers;

    private static string Across(ChartPoint point, ChartSeries series, ChartAxis axis) =>
        point.End > point.X ? $"{axis.Words(point.X)} to {axis.Words(point.End)}" : Lies(series) && point is { Low: { } low, High: { } high } ? $"{axis.Words(point.X)} ({axis.Words(low)} to {axis.Words(high)})" : axis.Words(point.X);

    private static string Value(ChartPoint point, ChartAxis axis) => point is { Low: { } low, High: { } high } ? $"{axis.Words(point.Y)} ({axis.Words(low)} to {axis.Words(high)})" : axis.Words(point.Y);
}
