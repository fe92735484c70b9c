namespace Fds.Client.Rendering.Screens;

/// <summary>A part of a screen.</summary>
/// <param name="Least">Lines without which it says too little.</param>
/// <param name="Wanted">Lines that it fills.</param>
/// <param name="Draw">Draws it into so many lines or fewer.</param>
internal sealed record ScreenSection(int Least, int Wanted, Func<int, IEnumerable<ScreenLine>> Draw)
{
    /// <summary>More lines of a table than these are not understood without its headings.</summary>
    private const int MostWithoutHeadings = 3;

    /// <summary>Lines that it fills before empty lines stand between the parts.</summary>
    public int Usual { get; init; } = Wanted;

    /// <summary>A part that has nothing to say.</summary>
    public static ScreenSection None { get; } = new(0, 0, _ => []);

    /// <summary>A table: with headings where there is a line for them, and a last line that counts the rows that have none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="least">Lines without which it says too little.</param>
    /// <param name="width">The screen's width.</param>
    /// <param name="more">What so many rows more are, in words.</param>
    public static ScreenSection Of(ScreenTable table, int least, int width, Func<int, string> more) => table.Count == 0 ? None : new(
        Math.Min(least, table.Count),
        table.Count + 1,
        rows =>
        {
            ScreenLine[] lines = [.. table.Lines(width)];
            bool headed = rows > Math.Min(lines.Length, MostWithoutHeadings);
            int room = headed ? rows - 1 : rows;
            IEnumerable<ScreenLine> shown = lines.Length <= room ? lines : [.. lines.Take(room - 1), ScreenLine.Of(TextFit.Cut(more(lines.Length - room + 1), width))];
            return headed ? shown.Prepend(table.Headings(width)) : shown;
        });
}
