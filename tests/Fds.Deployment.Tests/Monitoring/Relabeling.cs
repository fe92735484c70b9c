using System.Text.RegularExpressions;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Monitoring;

/// <summary>What Prometheus makes of a target's labels by rules, in its own spelling or that of its operator.</summary>
internal static class Relabeling
{
    /// <summary>The labels after all rules; null where one of them passes the target over.</summary>
    /// <exception cref="ArgumentException">A rule has an action other than keep, drop and replace.</exception>
    public static IReadOnlyDictionary<string, string>? Apply(IEnumerable<JsonNode> rules, IReadOnlyDictionary<string, string> labels)
    {
        Dictionary<string, string> result = new(labels);
        foreach (JsonNode rule in rules)
        {
            Match match = Regex.Match(Source(rule, result), $"^(?:{rule.Text("regex") ?? "(.*)"})$");
            switch (rule.Text("action"))
            {
                case "keep" when !match.Success:
                case "drop" when match.Success:
                    return null;
                case "keep" or "drop":
                    break;
                case null or "replace":
                    Replace(rule, match, result);
                    break;
                case string other:
                    throw new ArgumentException($"Expected keep, drop or replace, but got '{other}'.");
            }
        }

        return result;
    }

    private static string Source(JsonNode rule, Dictionary<string, string> labels) =>
        string.Join(rule.Text("separator") ?? ";", rule.Texts("source_labels").Concat(rule.Texts("sourceLabels")).Select(label => labels.GetValueOrDefault(label, "")));

    private static void Replace(JsonNode rule, Match match, Dictionary<string, string> labels)
    {
        if (match.Success)
        {
            labels[rule.Text("target_label") ?? rule.Text("targetLabel")!] = match.Result(rule.Text("replacement") ?? "$1");
        }
    }
}
