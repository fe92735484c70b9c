using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Live;

/// <summary>The rules with alerts that fire as soon as what they are about is so.</summary>
internal static partial class ImpatientRules
{
    /// <summary>Their file's text.</summary>
    public static string Text { get; } = Time().Replace(ObservabilityFolder.Read("rules/fds.rules.yml"), "for: 0s");

    [GeneratedRegex(@"\bfor: \d+\w")]
    private static partial Regex Time();
}
