namespace Fds.Client.Rendering;

/// <summary>Rows of cells under headings, written as an aligned table or as CSV.</summary>
/// <param name="Headings">Headings.</param>
/// <param name="Rows">Rows, each with as many cells as there are headings.</param>
internal sealed record Grid(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Columns padded to the widest cell, two spaces between. A heading such as firstStep becomes words.</summary>
    public void WriteTable(TextWriter writer)
    {
        string[] headings = [.. Headings.Select(heading => string.Concat(heading.Select(letter => char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToUpperInvariant())];
        int[] widths = [.. headings.Select((heading, i) => Rows.Select(row => row[i].Length).Append(heading.Length).Max())];
        foreach (IReadOnlyList<string> row in Rows.Prepend([.. headings]))
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    /// <summary>The same for people, with a dash in every empty cell.</summary>
    public Grid Dashed() => this with { Rows = [.. Rows.Select(IReadOnlyList<string> (row) => [.. row.Select(cell => cell.Length == 0 ? "-" : cell)])] };

    /// <summary>RFC 4180.</summary>
    public void WriteCsv(TextWriter writer)
    {
        foreach (IReadOnlyList<string> row in Rows.Prepend(Headings))
        {
            writer.Write(string.Join(',', row.Select(Quote)) + "\n");
        }
    }

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
