using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>
/// A live display of one screen. It has the terminal's size at the time when it is drawn; no line is longer, and one line at the bottom is left
/// free.
/// </summary>
internal abstract class FittedScreen : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int height = Math.Max(1, options.ConsoleSize.Height - 1);
        IReadOnlyList<ScreenLine> lines = ScreenLayout.Of([.. Sections(maxWidth, height)], height);
        return lines.SelectMany((line, i) => i == 0 ? line.Pieces : line.Pieces.Prepend(Segment.LineBreak));
    }

    /// <summary>Its parts, from the top.</summary>
    protected abstract IEnumerable<ScreenSection> Sections(int width, int height);
}
