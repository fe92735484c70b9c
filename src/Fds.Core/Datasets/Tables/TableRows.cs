using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Tables;

/// <summary>The cells of a table's file, without interpretation.</summary>
/// <param name="Columns">Names of the columns: those of the header, or their numbers from 1.</param>
/// <param name="Rows">The rows, each with its line in the file and as many cells as there are columns.</param>
internal sealed record TableRows(ImmutableArray<string> Columns, IReadOnlyList<(int Line, string[] Cells)> Rows)
{
    /// <summary>Of short cells, each of which is a text of its own, and then a number.</summary>
    private const int BytesOfCharacter = 16;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">It is no table of such a form.</exception>
    public static TableRows Read(string path, Separator separator, bool hasHeader, LoadLimits limits)
    {
        string text = TextContent.Of(path);
        limits.RequireOf(path, text.Length, BytesOfCharacter, "characters");
        List<(int Line, string[] Cells)> rows = [.. separator == Separator.Space ? Spaced(text) : Separated(path, text, separator)];
        if (rows.Count == 0)
        {
            throw new DatasetException(path, "a table", "no line with anything in it");
        }

        string[] first = rows[0].Cells;
        ImmutableArray<string> columns = hasHeader ? Header(path, first) : [.. Enumerable.Range(1, first.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        rows = hasHeader ? rows[1..] : rows;
        (int Line, string[] Cells) ragged = rows.FirstOrDefault(row => row.Cells.Length != columns.Length);
        return ragged.Cells is null
            ? new(columns, rows)
            : throw new DatasetException(path, $"{columns.Length} columns in every line (separated by {Words(separator)})", $"{ragged.Cells.Length} in line {ragged.Line}");
    }

    /// <summary>A separator in words.</summary>
    private static string Words(Separator separator) => separator switch
    {
        Separator.Comma => "commas",
        Separator.Semicolon => "semicolons",
        Separator.Tab => "tabs",
        _ => "spaces",
    };

    private static IEnumerable<(int Line, string[] Cells)> Spaced(string text) => text.Split('\n')
        .Select((line, index) => (Line: index + 1, Cells: line.TrimEnd('\r').Split(Blanks, StringSplitOptions.RemoveEmptyEntries)))
        .Where(row => row.Cells.Length > 0);

    private static List<(int Line, string[] Cells)> Separated(string path, string text, Separator separator)
    {
        CsvConfiguration configuration = new(CultureInfo.InvariantCulture)
        {
            Delimiter = separator switch { Separator.Comma => ",", Separator.Semicolon => ";", _ => "\t" },
            BadDataFound = bad => throw new DatasetException(path, "values with their double quotes in pairs", $"others in line {bad.Context.Parser!.RawRow}"),
        };
        using StringReader reader = new(text);
        using CsvParser parser = new(reader, configuration);
        List<(int Line, string[] Cells)> rows = [];
        while (parser.Read())
        {
            rows.Add((parser.RawRow, [.. parser.Record!.Select(cell => cell.Trim())]));
        }

        return rows;
    }

    private static ImmutableArray<string> Header(string path, string[] names)
    {
        if (names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            throw new DatasetException(path, "a first line that names the columns", "one of numbers. Set data.header to false if the file has no header; its columns are then called 1, 2, …");
        }

        int unnamed = Array.FindIndex(names, string.IsNullOrEmpty);
        if (unnamed >= 0)
        {
            throw new DatasetException(path, "a name for every column in the first line", $"none for column {unnamed + 1}");
        }

        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(alike => alike.Count() > 1) is { } twice
            ? throw new DatasetException(path, "another name for every column in the first line", $"{PrintableName.Short(twice.Key)} {twice.Count()} times")
            : [.. names];
    }
}
