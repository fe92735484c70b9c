using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>Bars: of progress, and of hypergradients with their noise.</summary>
internal static class Bars
{
    private const double Sure = 2;
    private static readonly Style Done = new(Color.Green);
    private static readonly Style Open = new(Color.Grey);
    private static readonly Style Signal = new(Color.Aqua);
    private static readonly Style Noise = new(Color.Yellow);

    /// <summary>How much of something is done.</summary>
    public static ScreenCell Progress(double fraction, int wanted) => new(wanted, width =>
    {
        int done = (int)Math.Floor(Math.Clamp(double.IsFinite(fraction) ? fraction : 0, 0, 1) * width);
        return [new Segment(new string('█', done), Done), new Segment(new string('░', width - done), Open)];
    });

    /// <summary>
    /// A hypergradient from an axis in the middle, to the right where it is above 0, with a whisker from one standard error below its end to one above;
    /// a bar that is shorter than two standard errors is of another colour.
    /// </summary>
    /// <param name="hypergradient">The hypergradient.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="scale">What reaches the end.</param>
    /// <param name="wanted">The cells that it would have.</param>
    public static ScreenCell Whisker(double? hypergradient, double? error, double scale, int wanted) => new(wanted, width =>
    {
        int half = (width - 1) / 2;
        if (half < 1 || hypergradient is not { } mean || !double.IsFinite(mean) || scale <= 0)
        {
            return [];
        }

        double noise = error is { } known && double.IsFinite(known) ? known : 0;
        char[] cells = [.. Enumerable.Repeat(' ', (2 * half) + 1)];
        int Cell(double value) => half + (int)Math.Round(Math.Clamp(value / scale, -1, 1) * half);
        Fill(cells, Cell(mean - noise), Cell(mean + noise), noise > 0 ? '─' : ' ');
        Fill(cells, half, Cell(mean), '━');
        cells[Cell(mean)] = noise > 0 ? '┿' : '━';
        cells[half] = Cell(mean) == half && noise > 0 ? '┼' : '│';
        return [new Segment(new string(cells), Math.Abs(mean) > Sure * noise ? Signal : Noise)];
    });

    private static void Fill(char[] cells, int from, int to, char with) => Array.Fill(cells, with, Math.Min(from, to), Math.Abs(to - from) + 1);
}
