using System.Collections.Immutable;

namespace Fds.Claims;

/// <summary>Writes what is claimed into the pages that say it.</summary>
internal static class Pages
{
    private const string Readme = "README.md";
    private const string Report = "benchmarks/compare.md";
    private const string Claims = "eng/claims.tsv";

    /// <summary>Puts a comparison's measured rows in place of those of the README, the report and the claims.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="claim">The comparison.</param>
    /// <param name="measured">Its rows, measured anew; they keep the tolerances that they had.</param>
    public static void Write(string root, Claim claim, ImmutableArray<ComparisonRow> measured)
    {
        ImmutableArray<ComparisonRow> rows = [.. measured.Select(row => row with { Tolerance = claim.Rows.FirstOrDefault(known => known.Method == row.Method)?.Tolerance ?? row.Tolerance })];
        Replace(Path.Combine(root, Readme), ComparisonRow.ReadmeHeader, ComparisonRow.Readme(rows));
        Replace(Path.Combine(root, Report), ComparisonRow.ReportHeader, ComparisonRow.Report(rows));
        string file = Path.Combine(root, Claims);
        List<string> lines = [.. File.ReadLines(file)];
        int first = lines.FindIndex(line => line.StartsWith($"row\t{claim.Name}\t", StringComparison.Ordinal));
        lines.RemoveAll(line => line.StartsWith($"row\t{claim.Name}\t", StringComparison.Ordinal));
        lines.InsertRange(first, rows.Select(row => row.Line(claim.Name)));
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
    }

    /// <summary>A text with other rows in the table of a header.</summary>
    /// <exception cref="FormatException">It has no such table.</exception>
    public static string WithRows(string text, string header, IEnumerable<string> rows)
    {
        List<string> lines = [.. text.Split('\n')];
        int first = lines.IndexOf(header) + 2;
        if (first == 1)
        {
            throw new FormatException($"Expected a table with the header '{header}', but there is none.");
        }

        int count = lines.Skip(first).TakeWhile(line => line.StartsWith('|')).Count();
        lines.RemoveRange(first, count);
        lines.InsertRange(first, rows);
        return string.Join('\n', lines);
    }

    private static void Replace(string file, string header, IEnumerable<string> rows) => File.WriteAllText(file, WithRows(File.ReadAllText(file), header, rows));
}
