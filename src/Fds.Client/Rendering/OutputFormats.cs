namespace Fds.Client.Rendering;

/// <summary>The words that formats are asked for with.</summary>
internal static class OutputFormats
{
    private static readonly Dictionary<string, OutputFormat> Known = Enum.GetValues<OutputFormat>().ToDictionary(format => format.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, as a list in words.</summary>
    public static string Words { get; } = InWords([.. Enum.GetValues<OutputFormat>()]);

    /// <summary>Each of them.</summary>
    public static IEnumerable<string> All => Known.Keys;

    public static bool TryParse(string word, out OutputFormat format) => Known.TryGetValue(word, out format);

    /// <summary>Some of them, as a list in words.</summary>
    public static string InWords(IReadOnlyList<OutputFormat> formats)
    {
        string[] words = [.. formats.Select(format => format.ToString().ToLowerInvariant())];
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }
}
