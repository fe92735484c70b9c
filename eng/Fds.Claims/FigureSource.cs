using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fds.Claims;

/// <summary>
/// Where a measured figure is read: <c>log REGEX</c>, whose first group it is, in what a command or its tests printed; <c>json A.B.0</c> in a
/// study's result.json; or <c>opposite FILE COLUMN COLUMN</c>, the number of lines of a study's CSV file in which two columns have opposite signs.
/// With <c>log/1000</c> or <c>json*100</c> it is that many times smaller or greater than what is read.
/// </summary>
/// <param name="Text">As it is written.</param>
internal sealed partial record FigureSource(string Text)
{
    /// <summary>What was measured; null where there is nothing of that kind.</summary>
    /// <param name="printed">What was printed.</param>
    /// <param name="folder">The result folder of a study; null where there is none.</param>
    public double? Read(string printed, string? folder)
    {
        Match parts = Parts().Match(Text);
        string rest = parts.Groups["rest"].Value;
        double scale = parts.Groups["scale"].Success ? double.Parse(parts.Groups["scale"].Value, CultureInfo.InvariantCulture) : 1;
        double? read = parts.Groups["kind"].Value switch
        {
            "log" => Regex.Match(printed, rest, RegexOptions.Multiline) is { Success: true } match ? Parsed(match.Groups[1].Value) : null,
            "json" => folder is null ? null : FromJson(Path.Combine(folder, "result.json"), rest),
            "opposite" when rest.Split(' ') is [var file, var one, var other] => folder is null ? null : Opposite(Path.Combine(folder, file), one, other),
            _ => throw new FormatException($"Expected a figure to be read by log, json or opposite, but found '{Text}'."),
        };
        return parts.Groups["sign"].Value == "/" ? read / scale : read * scale;
    }

    [GeneratedRegex(@"^(?<kind>\w+)((?<sign>[*/])(?<scale>\d+))? (?<rest>.+)$")]
    private static partial Regex Parts();

    /// <summary>A number in a JSON file, by the names that lead to it.</summary>
    private static double? FromJson(string file, string path)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement element = document.RootElement;
        foreach (string name in path.Split('.'))
        {
            bool isThere = int.TryParse(name, CultureInfo.InvariantCulture, out int index)
                ? element.ValueKind == JsonValueKind.Array && index < element.GetArrayLength()
                : element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);
            if (!isThere)
            {
                return null;
            }

            element = int.TryParse(name, CultureInfo.InvariantCulture, out index) ? element[index] : element.GetProperty(name);
        }

        return element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;
    }

    private static double? Opposite(string file, string one, string other)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        string[][] lines = [.. File.ReadLines(file).Select(line => line.Split(','))];
        (int first, int second) = (Array.IndexOf(lines[0], one), Array.IndexOf(lines[0], other));
        return first < 0 || second < 0 ? null : lines.Skip(1).Count(line => Parsed(line[first]) * Parsed(line[second]) < 0);
    }

    private static double? Parsed(string text) =>
        double.TryParse(text.TrimStart('>', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
