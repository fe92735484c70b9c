using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Fds.Claims;

/// <summary>One method of a comparison, as its figures are written; empty where there is none.</summary>
/// <param name="Method">The method.</param>
/// <param name="Loss">Validation loss.</param>
/// <param name="Accuracy">Validation accuracy, in per cent.</param>
/// <param name="Test">Test accuracy after retraining, in per cent.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Results">Outer steps, or trials over the whole horizon.</param>
/// <param name="Cost">Gradient steps.</param>
/// <param name="Reached">Gradient steps at which it had the loss of fds; empty where it never had.</param>
/// <param name="Times">That, or where it is empty all of its cost, over what fds had spent.</param>
/// <param name="Tolerance">How far test accuracy and validation loss may be from what is measured anew, as points/factor.</param>
internal sealed record ComparisonRow(
    string Method, string Loss, string Accuracy, string Test, string Error, string Results, string Cost, string Reached, string Times, string Tolerance)
{
    /// <summary>The header of the table in the README.</summary>
    public const string ReadmeHeader = "| method | test accuracy, its schedule trained with again | lowest validation loss | gradient steps | what fds's loss took, times fds |";

    /// <summary>The header of the table in the report.</summary>
    public const string ReportHeader = "| method | validation loss | validation accuracy | test accuracy after retraining | results | gradient steps | to reach fds | times fds |";

    /// <summary>What a row has whose claim is new: the spread of a method over repetitions is not known to this program.</summary>
    private const string FirstTolerance = "3/1.5";

    private string TestWithError => Error.Length == 0 ? $"{Test} %" : $"{Test} ± {Error} %";

    /// <summary>The rows of the README's table: the best test accuracy first, and one for fds.</summary>
    public static IEnumerable<string> Readme(IEnumerable<ComparisonRow> rows) => rows
        .Where(row => !row.Method.Contains(',', StringComparison.Ordinal))
        .OrderByDescending(row => row.Test.Length == 0 ? double.NegativeInfinity : Number(row.Test))
        .Select(row => $"| {row.Method} | {(row.Test.Length == 0 ? "-" : row.TestWithError)} | {Or(row.Loss, "no whole run")} | {row.Cost} | {(row.Reached.Length > 0 ? row.Times : $"not reached after {row.Times}")} |");

    /// <summary>The rows of the report's table, in the order of the study.</summary>
    public static IEnumerable<string> Report(IReadOnlyCollection<ComparisonRow> rows)
    {
        double best = rows.Where(row => row.Test.Length > 0).Select(row => Number(row.Test)).DefaultIfEmpty(double.NaN).Max();
        foreach (ComparisonRow row in rows)
        {
            string test = row.Test.Length == 0 ? "" : Number(row.Test) == best ? $"**{row.TestWithError}**" : row.TestWithError;
            string[] cost = row.Cost.Length == 0 ? ["", "", "", ""] : [row.Results, row.Cost, Or(row.Reached, "not reached"), row.Reached.Length > 0 ? row.Times : $"> {row.Times}"];
            string[] cells = [row.Method, row.Loss, row.Accuracy.Length == 0 ? "" : $"{row.Accuracy} %", test, .. cost];
            yield return $"| {string.Join(" | ", cells)} |".Replace("|  |", "| |", StringComparison.Ordinal).Replace("|  |", "| |", StringComparison.Ordinal);
        }
    }

    /// <summary>The line of claims.tsv.</summary>
    public string Line(string claim)
    {
        string[] fields = ["row", claim, Method, Loss, Accuracy, Test, Error, Results, Cost, Reached, Times, Tolerance];
        return string.Join('\t', fields);
    }

    /// <summary>The methods of a study's result.json. Of fds there are two rows where its best schedule is not the last.</summary>
    public static ImmutableArray<ComparisonRow> Of(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        JsonElement? best = document.RootElement.TryGetProperty("best", out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : null;
        List<ComparisonRow> rows = [];
        foreach (JsonElement method in document.RootElement.GetProperty("methods").EnumerateArray())
        {
            bool hasBest = best is not null && method.GetProperty("name").GetString() == best.Value.GetProperty("name").GetString();
            rows.Add(Of(hasBest ? best!.Value : method));
            if (hasBest)
            {
                ComparisonRow learned = Of(method);
                rows.Add(learned with { Method = $"{learned.Method}, learned", Loss = "", Accuracy = "", Results = "", Cost = "", Reached = "", Times = "" });
            }
        }

        return [.. rows];
    }

    /// <summary>Where a measured row differs from this one by more than it may.</summary>
    public IEnumerable<string> Differences(ComparisonRow? measured)
    {
        if (measured is null)
        {
            yield return $"{Method}: not measured";
            yield break;
        }

        string[] parts = Tolerance.Split('/');
        (string Name, string Claimed, string Measured, Tolerance Tolerance)[] figures =
        [
            ("test accuracy", Test, measured.Test, new($"±{parts[0]}")),
            ("validation loss", Loss, measured.Loss, new($"×{parts[1]}")),
            ("gradient steps", Cost, measured.Cost, new("±5%")),
        ];
        foreach ((string name, string claimed, string now, Tolerance tolerance) in figures)
        {
            if (claimed.Length > 0 && (now.Length == 0 || !tolerance.Allows(Number(claimed), Number(now))))
            {
                yield return $"{Method}, {name}: {claimed} claimed, {Or(now, "none")} measured";
            }
        }
    }

    private static ComparisonRow Of(JsonElement method)
    {
        JsonElement? test = Object(method, "testAccuracy");
        JsonElement? reach = Object(method, "reach");
        return new(
            method.GetProperty("name").GetString()!,
            Word(method, "validationLoss", value => value.ToString("F3", CultureInfo.InvariantCulture)),
            Word(method, "validationAccuracy", Percent),
            Word(test, "mean", Percent),
            Word(test, "standardError", Percent),
            Word(reach, "results", Whole),
            Word(method, "gradientSteps", Whole),
            Word(reach, "gradientSteps", Whole),
            Word(reach, "times", value => value.ToString("F2", CultureInfo.InvariantCulture)),
            FirstTolerance);
    }

    private static JsonElement? Object(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement found) && found.ValueKind == JsonValueKind.Object ? found : null;

    private static string Word(JsonElement? of, string name, Func<double, string> format) =>
        of is { } element && element.TryGetProperty(name, out JsonElement found) && found.ValueKind == JsonValueKind.Number ? format(found.GetDouble()) : "";

    private static string Percent(double value) => (100 * value).ToString("F1", CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
