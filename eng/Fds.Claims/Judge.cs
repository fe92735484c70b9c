using System.Collections.Immutable;

namespace Fds.Claims;

/// <summary>Holds claims against what was measured.</summary>
internal static class Judge
{
    /// <summary>A claim that tests show.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="outcomes">All tests that were run.</param>
    public static Verdict OfTests(Claim claim, IEnumerable<TestOutcome> outcomes)
    {
        TestOutcome[] tests = [.. outcomes.Where(test => claim.Tests!.Matches(test.Type, test.Method))];
        TestOutcome[] failed = [.. tests.Where(test => test.Result == "Fail")];
        TestOutcome[] passed = [.. tests.Where(test => test.Result == "Pass")];
        TestOutcome? skipped = Array.Find(tests, test => test.Result == "Skip");
        if (tests.Length == 0)
        {
            return new(false, $"no test of the last ./test is of '{claim.Tests!.Pattern}'");
        }

        if (failed.Length > 0)
        {
            return new(false, $"{failed.Length} of {tests.Length} tests failed, {failed[0].Type}.{failed[0].Method} first: {FirstLine(failed[0].Reason)}");
        }

        if (passed.Length == 0)
        {
            return new(null, $"{Count(tests.Length, "test")} skipped: {FirstLine(skipped!.Reason)}");
        }

        string ran = $"{Count(passed.Length, "test")} passed{(skipped is null ? "" : $", {tests.Length - passed.Length} skipped ({FirstLine(skipped.Reason)})")}";
        return Of(claim, string.Join('\n', passed.Select(test => test.Printed)), folder: null, _ => "", ran);
    }

    /// <summary>A claim that a command shows.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="printed">What it printed.</param>
    /// <param name="folder">The result folder of a study; null where there is none.</param>
    /// <param name="page">The text of a page.</param>
    /// <param name="ran">What was done, in words.</param>
    public static Verdict Of(Claim claim, string printed, string? folder, Func<string, string> page, string ran)
    {
        List<string> borneOut = [ran];
        List<string> refuted = [];
        foreach (Figure figure in claim.Figures)
        {
            double? measured = figure.Source.Read(printed, folder);
            bool agrees = measured is { } value && figure.Tolerance.Allows(figure.Value, value);
            (agrees ? borneOut : refuted).Add($"{figure.Key}: {figure.Claimed} claimed, {(measured is { } found ? $"{found:G4}" : "nothing")} measured ({figure.Tolerance.Text})");
        }

        if (claim.Rows.Length > 0 && folder is not null)
        {
            ImmutableArray<ComparisonRow> measured = ComparisonRow.Of(folder);
            foreach (ComparisonRow row in claim.Rows)
            {
                ComparisonRow? now = measured.FirstOrDefault(other => other.Method == row.Method);
                string[] differences = [.. row.Differences(now)];
                borneOut.AddRange(differences.Length == 0 ? [$"{row.Method}: {row.Test} %, {row.Loss} claimed, {now!.Test} %, {now.Loss} measured"] : []);
                refuted.AddRange(differences);
            }
        }

        foreach (PageOfTables tables in claim.Pages)
        {
            string[] differences = [.. DifferencesOf(tables, printed, page)];
            borneOut.AddRange(differences.Length == 0 ? [$"the tables of {tables.File} are as measured ({tables.Tolerance.Text})"] : []);
            refuted.AddRange(differences);
        }

        return refuted.Count > 0 ? new(false, string.Join("; ", refuted)) : new(true, string.Join("; ", borneOut));
    }

    private static IEnumerable<string> DifferencesOf(PageOfTables tables, string printed, Func<string, string> page)
    {
        MarkdownTable[] claimed = [.. MarkdownTable.In(page(tables.File))];
        MarkdownTable[] measured = [.. MarkdownTable.In(printed)];
        return measured.Length == 0
            ? [$"the command printed no table for {tables.File}"]
            : measured.SelectMany(table => Array.Find(claimed, other => other.Header == table.Header) is { } found
                ? found.Differences(table, tables.Tolerance)
                : [$"{tables.File} has no table '{table.Header}'"]);
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
