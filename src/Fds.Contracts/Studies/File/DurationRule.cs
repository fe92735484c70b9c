using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A positive time such as 90s, 30m, 2h, 1d12h or 01:30:00.</summary>
internal sealed partial class DurationRule : ValueRule<TimeSpan>
{
    public override string Expected => "a time such as 90s, 30m, 2h, 1d12h or 01:30:00";

    public override TimeSpan Example => TimeSpan.FromHours(1);

    public override bool TryRead(YamlNode node, out TimeSpan value) => TryParse((node as YamlScalarNode)?.Value ?? "", out value);

    /// <summary>Reads a time from text.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (Clock().IsMatch(text))
        {
            return TimeSpan.TryParseExact(text, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out value) && value > TimeSpan.Zero;
        }

        Match match = Parts().Match(text);
        if (text.Length is 0 or > 20 || !match.Success)
        {
            return false;
        }

        double Part(string name) => double.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out double part) ? part : 0;
        double seconds = (86400 * Part("d")) + (3600 * Part("h")) + (60 * Part("m")) + Part("s");
        if (seconds is <= 0 or > 1e9)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    public override string Hint(YamlNode node)
    {
        string text = (node as YamlScalarNode)?.Value ?? "";
        string[] likely = [$"0{text}", text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()];
        if (likely.FirstOrDefault(spelling => TryParse(spelling, out _)) is { } meant)
        {
            return $" Write {meant}.";
        }

        return text.Length > 0 && text.All(char.IsAsciiDigit) ? $" A number needs a unit: write {text}s for seconds." : OddCharacters.Hint(text);
    }

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^((\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?|\\d\\d:\\d\\d:\\d\\d)$" };

    public override JsonNode? ToJson(TimeSpan value) => JsonValue.Create(value.ToString("c", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\z")]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?\z")]
    private static partial Regex Parts();
}
