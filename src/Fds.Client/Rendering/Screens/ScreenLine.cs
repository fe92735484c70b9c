using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>One line of a screen.</summary>
/// <param name="Pieces">Its text, piece by piece.</param>
internal sealed record ScreenLine(IReadOnlyList<Segment> Pieces)
{
    /// <summary>An empty line.</summary>
    public static ScreenLine Blank { get; } = new([]);

    /// <summary>A line of one text.</summary>
    public static ScreenLine Of(string text, Style? style = null) => new([new Segment(text, style ?? Style.Plain)]);
}
