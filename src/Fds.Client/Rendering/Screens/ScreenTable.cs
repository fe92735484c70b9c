using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>A table that fits: columns are cut, and then left out by their importance, until every row is one line of the screen.</summary>
/// <param name="columns">Columns.</param>
/// <param name="rows">Rows with a cell for every column.</param>
internal sealed class ScreenTable(IReadOnlyList<ScreenColumn> columns, IReadOnlyList<IReadOnlyList<ScreenCell>> rows)
{
    private const int NarrowScreen = 60;
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>The line of headings.</summary>
    public ScreenLine Headings(int width) => Line(Widths(width), width, column => [new Segment(TextFit.Cut(columns[column].Heading, Widths(width)[column]), Quiet)]);

    /// <summary>The rows as lines.</summary>
    public IEnumerable<ScreenLine> Lines(int width)
    {
        int[] widths = Widths(width);
        return rows.Select(row => Line(widths, width, column => row[column].Draw(widths[column])));
    }

    private static int Gap(int width) => width < NarrowScreen ? 1 : 2;

    private ScreenLine Line(int[] widths, int width, Func<int, IReadOnlyList<Segment>> draw)
    {
        List<Segment> pieces = [];
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(column => widths[column] > 0)];
        foreach (int column in shown)
        {
            IReadOnlyList<Segment> cell = draw(column);
            Segment padding = new(new string(' ', Math.Max(0, widths[column] - Segment.CellCount(cell))));
            IEnumerable<Segment> padded = columns[column].Right ? cell.Prepend(padding) : column == shown[^1] ? cell : cell.Append(padding);
            pieces.AddRange(column == shown[0] ? padded : padded.Prepend(new Segment(new string(' ', Gap(width)))));
        }

        return new(pieces);
    }

    /// <summary>The cells of every column; 0 of one that is left out.</summary>
    private int[] Widths(int width)
    {
        int[] wanted = [.. columns.Select((column, i) => rows.Count == 0 || rows.All(row => row[i].Wanted == 0) ? 0 : rows.Max(row => Math.Max(row[i].Wanted, TextFit.Width(column.Heading))))];
        int[] least = [.. columns.Select((column, i) => Math.Min(column.Least, wanted[i]))];
        List<int> shown = [.. Enumerable.Range(0, columns.Count).Where(column => wanted[column] > 0).OrderBy(column => columns[column].Importance)];
        while (shown.Count > 1 && Taken(shown, least, width) > width)
        {
            shown.RemoveAt(shown.Count - 1);
        }

        int[] widths = new int[columns.Count];
        shown.ForEach(column => widths[column] = Math.Min(least[column], width));
        foreach ((int column, int most) in shown.Select(column => (column, wanted[column])).Concat(shown.Select(column => (column, columns[column].Most))))
        {
            int room = width - Taken(shown, widths, width);
            widths[column] += Math.Clamp(most - widths[column], 0, Math.Max(0, room));
        }

        return widths;
    }

    private static int Taken(List<int> shown, int[] widths, int width) => shown.Sum(column => widths[column]) + (Gap(width) * (shown.Count - 1));
}
