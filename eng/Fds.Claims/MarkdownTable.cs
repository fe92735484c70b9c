using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Fds.Claims;

/// <summary>A table of a page, or of what a benchmark printed.</summary>
/// <param name="Header">The first line as it stands.</param>
/// <param name="Rows">The cells of every row.</param>
internal sealed partial record MarkdownTable(string Header, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>All tables of a text.</summary>
    public static IEnumerable<MarkdownTable> In(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i + 1].StartsWith("| --", StringComparison.Ordinal))
            {
                yield return new(lines[i].Trim(), [.. lines.Skip(i + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)]);
            }
        }
    }

    /// <summary>Where another table of the same header differs by more than its figures may; empty where it does not.</summary>
    /// <param name="measured">The other table.</param>
    /// <param name="tolerance">How far figures may be from each other.</param>
    public IEnumerable<string> Differences(MarkdownTable measured, Tolerance tolerance)
    {
        string[] columns = [.. Cells(Header)];
        foreach (ImmutableArray<string> row in Rows)
        {
            // Rows begin with words or numbers that say what they are about: as many as it takes to tell them apart.
            ImmutableArray<string>? other = measured.Rows.Cast<ImmutableArray<string>?>().FirstOrDefault(candidate => IsSame(row, candidate!.Value));
            if (other is not { } found)
            {
                yield return $"no row {row[0]} was measured";
                continue;
            }

            for (int i = 1; i < row.Length; i++)
            {
                if (!Agrees(row[i], found[i], tolerance))
                {
                    yield return $"{row[0]}, {columns[i]}: {row[i]} claimed, {found[i]} measured";
                }
            }
        }
    }

    private bool IsSame(ImmutableArray<string> row, ImmutableArray<string> other)
    {
        int keys = Enumerable.Range(1, row.Length).First(length => Rows.Count(candidate => candidate[..length].SequenceEqual(row[..length])) == 1 || length == row.Length);
        return row.Length == other.Length && row[..keys].SequenceEqual(other[..keys]);
    }

    /// <summary>Words must be the same; figures within the tolerance, or within three of the errors that they state.</summary>
    private static bool Agrees(string claimed, string measured, Tolerance tolerance)
    {
        double[] before = Numbers(claimed);
        double[] after = Numbers(measured);
        if (before.Length == 0 || before.Length != after.Length || claimed.StartsWith('>') != measured.StartsWith('>'))
        {
            return claimed == measured;
        }

        bool hasErrors = claimed.Contains('±', StringComparison.Ordinal);
        return tolerance.Allows(before[0], after[0]) || (hasErrors && Math.Abs(after[0] - before[0]) <= 3 * Math.Sqrt((before[1] * before[1]) + (after[1] * after[1])));
    }

    private static double[] Numbers(string cell) => [.. Number().Matches(cell).Select(match => double.Parse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture))];

    private static ImmutableArray<string> Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();
}
