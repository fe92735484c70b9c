using System.Text.RegularExpressions;

namespace Fds.Testing;

/// <summary>What no user should ever read.</summary>
public static partial class Internals
{
    /// <summary>What there is of it in a text; empty where it is fit for users.</summary>
    public static IReadOnlyList<string> In(string text) => [.. Shown().Matches(text).Select(match => match.Value.Trim())];

    [GeneratedRegex(@"^\s*at \S+\(|frame #\d|\w*Exception\b|(?<![\w/.-])(System|Microsoft|Orleans|Npgsql|TorchSharp|Fds)\.[A-Z]\w*", RegexOptions.Multiline)]
    private static partial Regex Shown();
}
