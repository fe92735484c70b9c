using System.Globalization;

namespace Fds.Contracts.Studies.File;

/// <summary>Characters that look like others, as they come with text copied from web pages and word processors.</summary>
internal static class OddCharacters
{
    /// <summary>A hint that names the first such character, or nothing.</summary>
    public static string Hint(string text)
    {
        foreach (char c in text)
        {
            if (Name(c) is { } name)
            {
                return $" It has {name} (U+{(int)c:X4}).";
            }
        }

        return "";
    }

    /// <summary>A text with full-width letters and digits, and a minus sign of another kind, as ASCII has them.</summary>
    public static string ToAscii(string text) => new([.. text.Select(c => c is >= '\uff01' and <= '\uff5e' ? (char)(c - 0xfee0) : c == '−' ? '-' : c)]);

    private static string? Name(char c) => c switch
    {
        <= '\x7f' => null,
        '“' or '”' or '„' or '‘' or '’' or '«' or '»' => "a typographic quote, where YAML's are \" and '",
        '−' or '–' or '—' or '‐' or '‑' => "a dash that is no '-'",
        '\ufeff' or '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\u00ad' => "an invisible character",
        >= '\uff01' and <= '\uff5e' => $"a full-width '{(char)(c - 0xfee0)}'",
        _ when char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator => "a space of another kind",
        _ when char.IsDigit(c) => "a digit that is not one of 0 to 9",
        _ => null,
    };
}
