using System.Text.RegularExpressions;

namespace Fds.Claims;

/// <summary>Which tests a <c>./test</c> command runs.</summary>
/// <param name="IsOfMethods">Whether it looks at whole names of methods, else at those of classes.</param>
/// <param name="Pattern">The name, in which * stands for anything.</param>
internal sealed partial record TestFilter(bool IsOfMethods, string Pattern)
{
    /// <summary>The filter of a command; null where that runs no tests.</summary>
    public static TestFilter? Of(string command) =>
        Command().Match(command) is { Success: true } match ? new(match.Groups[1].Value == "method", match.Groups[2].Value) : null;

    /// <summary>Whether it has a test.</summary>
    /// <param name="type">Full name of its class.</param>
    /// <param name="method">Name of its method.</param>
    public bool Matches(string type, string method) =>
        Regex.IsMatch(IsOfMethods ? $"{type}.{method}" : type, $"^{Regex.Escape(Pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"^\./test --filter-(class|method) '([^']+)'")]
    private static partial Regex Command();
}
