using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>A cell of a table on a screen, which is drawn into as many cells of the terminal as there are for it.</summary>
/// <param name="Wanted">The cells that it would have.</param>
/// <param name="Draw">Draws it into so many cells or fewer.</param>
internal sealed record ScreenCell(int Wanted, Func<int, IReadOnlyList<Segment>> Draw)
{
    /// <summary>A text, its end cut off where there is too little room.</summary>
    public static ScreenCell Text(string text, Style? style = null) => Of(text, TextFit.Cut, style);

    /// <summary>A name, its middle cut out where there is too little room.</summary>
    public static ScreenCell Name(string text, Style? style = null) => Of(text, TextFit.CutMiddle, style);

    /// <summary>The first of several texts that has room; the last is cut.</summary>
    public static ScreenCell Shortest(params string[] texts) =>
        new(TextFit.Width(texts[0]), width => [new Segment(texts.FirstOrDefault(text => TextFit.Width(text) <= width) ?? TextFit.Cut(texts[^1], width))]);

    private static ScreenCell Of(string text, Func<string, int, string> cut, Style? style)
    {
        string line = TextFit.OneLine(text);
        return new(TextFit.Width(line), width => [new Segment(cut(line, width), style ?? Style.Plain)]);
    }
}
