using YamlDotNet.Core;

namespace Fds.Contracts.Studies.File;

/// <summary>What is wrong with a text that is not YAML, in words for whoever wrote it.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Found">What was found.</param>
/// <param name="Message">What was expected.</param>
internal sealed record SyntaxFault(int Line, int Column, string Found, string Message)
{
    private const string DuplicateKey = "Duplicate key ";
    private const string Indentation = "expected a field as 'name: value', indented like its neighbours.";

    /// <summary>What the parser's words mean, by what they contain.</summary>
    private static readonly (string Words, string Found, string Message)[] Meanings =
    [
        ("invalid mapping", "a ':' where no field can begin", "expected the line to be indented like its neighbours, and a text with ': ' in it to be in quotes."),
        ("did not find expected key", "a line that is no field here", Indentation),
        ("did not find expected <document end>", "a line that is no field here", Indentation),
        ("did not find expected '-' indicator", "a line that is no item of the list", "expected '- value', indented like its neighbours."),
        ("did not find expected ',' or '}'", "no end of '{'", "expected ',' or '}' before this place."),
        ("did not find expected ',' or ']'", "no end of '['", "expected ',' or ']' before this place."),
        ("unknown escape character", "a '\\' that begins no escape", "expected '\\\\' for a backslash between double quotes, or single quotes around the text."),
        ("quoted scalar", "a quote that is not closed", "expected the same quote at the end of the text."),
        ("scanning a directive", "a line that begins with '%'", "expected a study file, in which no line begins with '%'."),
        ("block scalar", "a block of text that is not indented", "expected its lines to be indented further than its name."),
    ];

    /// <summary>From the parser's exception.</summary>
    public static SyntaxFault Of(YamlException e, string text)
    {
        (int line, int column) = (Math.Max(1, (int)e.Start.Line), Math.Max(1, (int)e.Start.Column));
        string words = e.Message.TrimEnd('.');
        if (words.Contains("tab", StringComparison.OrdinalIgnoreCase) && FirstTab(text) is { } tab)
        {
            return new(tab.Line, tab.Column, "a tab", "expected spaces: YAML is not indented with tabs.");
        }

        if (words.StartsWith(DuplicateKey, StringComparison.Ordinal))
        {
            return new(line, column, $"'{FaultList.Shorten(words[DuplicateKey.Length..])}' a second time", "expected every field once.");
        }

        string content = LineOf(text, line);
        if (words.Contains("cannot start any token", StringComparison.Ordinal) && column <= content.Length)
        {
            return new(line, column, $"'{FaultList.Shorten(content[(column - 1)..column])}' at the beginning of a value", "expected it in quotes: YAML reserves this character.");
        }

        return Meanings.FirstOrDefault(meaning => words.Contains(meaning.Words, StringComparison.OrdinalIgnoreCase)) is { Words: not null } found
            ? new(line, column, found.Found, found.Message + OddCharacters.Hint(content))
            : new(line, column, "text that is not YAML", $"{FaultList.Shorten(words)}.");
    }

    /// <summary>The first tab before the first character of a line.</summary>
    private static (int Line, int Column)? FirstTab(string text)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            int tab = line.IndexOf('\t');
            if (tab >= 0 && line[..tab].Trim(' ').IsEmpty && !line[tab..].Trim().IsEmpty)
            {
                return (number, tab + 1);
            }
        }

        return null;
    }

    private static string LineOf(string text, int number)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (--number == 0)
            {
                return line.ToString();
            }
        }

        return "";
    }
}
