using System.Text;
using Fds.Grains.Telemetry;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>The table of instruments in observability/metrics.md, between its two marks.</summary>
internal static class MetricsDocument
{
    private const string Begin = "<!-- The table of instruments is written from the code: FDS_UPDATE_METRICS=1 with the tests named *MetricsDocument*. -->\n";
    private const string End = "<!-- End of the table. -->\n";

    /// <summary>A document with its table as the catalogue has it.</summary>
    public static string Update(string document)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? document[..(begin + Begin.Length)] + Table() + document[end..]
            : throw new InvalidOperationException($"Expected the lines {Begin}and {End}in the document, but did not find both.");
    }

    /// <summary>What the Prometheus exporter makes of an instrument's name.</summary>
    public static string Exposed(Metric metric)
    {
        string unit = metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return metric.Name.Replace('.', '_') + unit + (metric.Kind == MetricKind.Counter ? "_total" : "");
    }

    private static string Table()
    {
        StringBuilder table = new("| instrument | exposed as | kind | unit | labels | what it says |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (Metric metric in MetricCatalogue.All)
        {
            string exposed = Exposed(metric) + (metric.Kind == MetricKind.Histogram ? "_bucket, _sum, _count" : "");
            string labels = string.Join(", ", metric.Labels.Select(label => $"`{label}`"));
            table.Append($"| `{metric.Name}` | `{exposed}` | {metric.Kind.ToString().ToLowerInvariant()} | {metric.Unit} | {labels} | {metric.Description} |\n".Replace("  ", " ", StringComparison.Ordinal));
        }

        return table.ToString();
    }
}
