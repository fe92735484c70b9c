using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Numbers as people write them that a study file does not read: what they were probably meant to be.</summary>
internal static class NumberSpelling
{
    /// <summary>A hint such as <c> Write 0.1.</c>, or nothing.</summary>
    /// <param name="node">What was found.</param>
    /// <param name="spell">The spelling of a number that is allowed; null for any other text.</param>
    public static string Hint(YamlNode node, Func<string, string?> spell)
    {
        if (node is not YamlScalarNode { Value: { Length: > 0 } text })
        {
            return "";
        }

        if (text.Count(c => c == ',') == 1 && !text.Contains('.', StringComparison.Ordinal) && spell(text.Replace(',', '.')) is { } pointed)
        {
            return $" The decimal mark is a point: write {pointed}.";
        }

        return Likely(text).Select(spell).FirstOrDefault(spelling => spelling is not null) is { } meant ? $" Write {meant}." : OddCharacters.Hint(text);
    }

    private static IEnumerable<string> Likely(string text)
    {
        yield return text;
        yield return text.Replace("_", "", StringComparison.Ordinal);
        yield return OddCharacters.ToAscii(text);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long number))
        {
            yield return number.ToString(CultureInfo.InvariantCulture);
        }

        if (text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal share))
        {
            yield return (share / 100).ToString("G29", CultureInfo.InvariantCulture);
        }
    }
}
