using System.Text.RegularExpressions;

namespace Fds.Deployment.Tests.Policies;

/// <summary>What a container can be told of its own pod.</summary>
internal static partial class PodFields
{
    /// <summary>The label that a field path leads to; null where it leads elsewhere.</summary>
    public static string? Label(string path) => LabelPath().Match(path) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The label that it leads to and that these are without.</summary>
    public static string? MissingLabel(string path, IReadOnlyDictionary<string, string> labels) => Label(path) is { } label && !labels.ContainsKey(label) ? label : null;

    [GeneratedRegex(@"^metadata\.labels\['(.+)'\]$")]
    private static partial Regex LabelPath();
}
