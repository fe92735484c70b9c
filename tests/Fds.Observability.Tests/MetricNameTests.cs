using System.Text.RegularExpressions;
using Fds.Observability.Tests.Dashboards;
using Fds.Observability.Tests.Rules;

namespace Fds.Observability.Tests;

/// <summary>Dashboards and rules ask for metrics and labels that silos show.</summary>
public sealed partial class MetricNameTests
{
    /// <summary>Labels that Prometheus adds.</summary>
    private static readonly string[] Added = ["job", "instance", "le"];

    [Fact]
    public void Expressions_WhenTheyNameMetricsAndLabels_TheseAreListed()
    {
        Dictionary<string, string[]> listed = Listed();
        IEnumerable<string> expressions = ObservabilityFolder.Dashboards.Select(Dashboard.Read)
            .SelectMany(dashboard => dashboard.Panels.SelectMany(panel => panel.Targets).Select(target => target.Expression).Concat(dashboard.Variables.Select(variable => variable.Query)))
            .Concat(RuleFile.Read().Groups.SelectMany(group => group.Rules).Select(rule => rule.Expr));
        (string Name, string Labels)[] named = [.. expressions.SelectMany(text => Selector().Matches(text)).Select(match => (match.Groups["name"].Value, match.Groups["labels"].Value))];

        Assert.True(named.Length > 50, $"Only {named.Length} metrics are named.");
        Assert.DoesNotContain(named, metric => !listed.ContainsKey(metric.Name));
        Assert.DoesNotContain(named, metric => Label().Matches(metric.Labels).Select(label => label.Groups[1].Value).Except([.. listed[metric.Name], .. Added]).Any());
    }

    /// <summary>The metrics that metrics.md lists, by the names that they are exposed under, with their labels.</summary>
    private static Dictionary<string, string[]> Listed() =>
        (from row in ObservabilityFolder.Read("metrics.md").Split('\n')
         where row.StartsWith("| `fds.", StringComparison.Ordinal)
         let cells = row.Split('|', StringSplitOptions.TrimEntries)
         let labels = Code().Matches(cells[5]).Select(match => match.Groups[1].Value).ToArray()
         from name in Exposed(cells[2].Trim('`').Split(", "))
         select (name, labels)).ToDictionary();

    /// <summary>A histogram is listed by the name of its buckets and the endings of the others.</summary>
    private static IEnumerable<string> Exposed(string[] names) => names.Select(name => name.StartsWith('_') ? names[0].Replace("_bucket", name, StringComparison.Ordinal) : name);

    [GeneratedRegex("""(?<![\w:])(?<name>fds_\w+)(?:\{(?<labels>[^}]*)\})?(?!\w*:)""")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex Label();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
