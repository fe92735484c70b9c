using System.Text;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>Text that has to fit into so many cells of a terminal, on one line.</summary>
internal static class TextFit
{
    private const string Ellipsis = "…";

    /// <summary>The cells that a text takes.</summary>
    public static int Width(string text) => Segment.CellCount([new Segment(text)]);

    /// <summary>The text without control characters, such as line breaks.</summary>
    public static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) : text;

    /// <summary>The text, its end cut off where it is too long.</summary>
    public static string Cut(string text, int width) => Width(text) <= width ? text : width < 1 ? "" : Start(text, width - 1) + Ellipsis;

    /// <summary>The text, its middle cut out where it is too long: of names the end tells them apart.</summary>
    public static string CutMiddle(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        int end = Math.Max(0, (width - 1) / 2);
        string reversed = Start(Reverse(text), end);
        return width < 1 ? "" : Start(text, width - 1 - end) + Ellipsis + Reverse(reversed);
    }

    /// <summary>The text with spaces to so many cells.</summary>
    public static string Pad(string text, int width, bool right = false)
    {
        string spaces = new(' ', Math.Max(0, width - Width(text)));
        return right ? spaces + text : text + spaces;
    }

    /// <summary>The text in lines that are broken between words.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width($"{line} {word}") > width)
            {
                yield return Cut(line.ToString(), width);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return Cut(line.ToString(), width);
    }

    private static string Start(string text, int width)
    {
        StringBuilder start = new();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += Width(rune.ToString());
            if (used > width)
            {
                break;
            }

            start.Append(rune);
        }

        return start.ToString();
    }

    private static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse());
}
