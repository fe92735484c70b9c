using System.Text.RegularExpressions;

namespace Fds.Contracts.Faults;

/// <summary>What faults say, in a form for people: no stack frames, whose they may be, and no types of the program.</summary>
public static partial class FaultText
{
    /// <summary>A reason has room for so many characters; a single sentence may be longer.</summary>
    private const int LongestReason = 240;

    /// <summary>A message on one line, up to the first stack frame: those of .NET, and those of C++ that libtorch has in its messages.</summary>
    public static string OneLine(string message) =>
        string.Join(' ', message.Split('\n').TakeWhile(line => !Frame().IsMatch(line)).Select(line => line.Trim()).Where(line => line.Length > 0));

    /// <summary>
    /// The first line of a message, and of a long one only the sentences that have room, the first of them in any case. libtorch explains
    /// itself in its first line; what follows is for its authors.
    /// </summary>
    public static string Reason(string message)
    {
        string line = OneLine(message.TrimStart().Split('\n')[0]);
        while (line.Length > LongestReason && line.LastIndexOf(". ", line.Length - 2, StringComparison.Ordinal) is > 0 and int end)
        {
            line = line[..(end + 1)];
        }

        return line;
    }

    /// <summary>Whether a text shows what is nobody's business but the program's authors': stack frames or names of types.</summary>
    public static bool ShowsInternals(string text) => Frame().IsMatch(text) || TypeName().IsMatch(text);

    /// <summary>What an exception that nobody expected says, or nothing where it says it in the program's own terms.</summary>
    /// <returns>A sentence without a full stop.</returns>
    public static string? Plain(Exception exception)
    {
        string text = OneLine(exception.Message).TrimEnd('.');
        return text.Length == 0 || ShowsInternals(text) ? null : text;
    }

    [GeneratedRegex(@"^\s*(at \S.*\(.*\)|frame #\d+|Exception raised from |--- End of |---> )", RegexOptions.Multiline)]
    private static partial Regex Frame();

    [GeneratedRegex(@"(?<![\w/.-])((System|Microsoft|Orleans|Npgsql|TorchSharp|Fds)(\.[A-Z]\w*)+|\w+Exception\b)")]
    private static partial Regex TypeName();
}
