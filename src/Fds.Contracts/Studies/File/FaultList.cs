using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    private const int LongestQuote = 60;
    private const int LongestList = 8;
    private readonly List<StudyFault> faults = [];

    public bool Any => faults.Count > 0;

    /// <summary>Paths of fields that were found elsewhere, which their own sections then need not miss.</summary>
    public HashSet<string> Misplaced { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of their places; the same fault is told once.</summary>
    public ImmutableArray<StudyFault> InOrder => [.. faults.Distinct().OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>Whether a field, or one in a section, was found elsewhere.</summary>
    public bool IsMisplaced(string path) => Misplaced.Any(field => field == path || field.StartsWith(path + ".", StringComparison.Ordinal));

    public void Add(YamlNode at, string path, string message) => Add(at.Start, path, Quote(at), message);

    public void Add(Mark at, string path, string found, string message) =>
        faults.Add(new(file, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), path, found, message));

    /// <summary>A text on one line, its control characters as escapes, cut where it is long.</summary>
    public static string Shorten(string text)
    {
        string line = string.Concat(text.Take(LongestQuote + 1).Select(Visible));
        return line.Length <= LongestQuote ? line : line[..Whole(line, LongestQuote)] + "…";
    }

    private static string Quote(YamlNode node) => node switch
    {
        YamlScalarNode { Value: null } => "nothing",
        YamlScalarNode { Value: "" } => Scalars.IsNull(node) ? "nothing" : "an empty text",
        YamlScalarNode scalar => $"'{Shorten(scalar.Value!)}'",
        YamlSequenceNode { Children.Count: 0 } => "an empty list",
        YamlSequenceNode list => Items(list) ?? $"a list of {list.Children.Count}",
        _ => "a mapping",
    };

    /// <summary>A short list as it could be written; null for a longer one, or one that holds more than scalars.</summary>
    private static string? Items(YamlSequenceNode list)
    {
        string[] items = [.. list.Children.Take(LongestList + 1).OfType<YamlScalarNode>().Select(item => Shorten(item.Value ?? ""))];
        string text = $"[{string.Join(", ", items)}]";
        return items.Length == list.Children.Count && text.Length <= LongestQuote ? text : null;
    }

    private static string Visible(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(c) || c is '\u2028' or '\u2029' => $"\\u{(int)c:X4}",
        _ => c.ToString(),
    };

    /// <summary>A length at which no pair of surrogates is cut in two.</summary>
    private static int Whole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
