using System.Text.RegularExpressions;
using Fds.Grains.Telemetry;
using Fds.Testing;
using Xunit;

namespace Fds.Grains.Tests.Telemetry;

/// <summary>The catalogue keeps to OpenTelemetry's conventions, and the document says what it says.</summary>
public sealed partial class MetricsDocumentTests
{
    private static readonly string Published = Path.Combine(SharedFolder.Checkout, "observability", "metrics.md");

    [Fact]
    public void Table_AsPublished_IsTheCatalogues()
    {
        string published = File.ReadAllText(Published);
        string now = MetricsDocument.Update(published);
        if (Environment.GetEnvironmentVariable("FDS_UPDATE_METRICS") == "1")
        {
            File.WriteAllText(Published, now);
            return;
        }

        Assert.True(published == now, "observability/metrics.md is out of date: run this test with FDS_UPDATE_METRICS=1.");
    }

    [Fact]
    public void Labels_AreAllExplained()
    {
        string published = File.ReadAllText(Published);
        Assert.All(MetricCatalogue.All.SelectMany(metric => metric.Labels).Distinct(), label => Assert.Contains($"\n| `{label}` | ", published, StringComparison.Ordinal));
    }

    [Fact]
    public void Instruments_KeepToTheConventions()
    {
        Assert.All(MetricCatalogue.All, metric =>
        {
            Assert.Matches(Dotted(), metric.Name);
            Assert.True(metric.Unit is null or "s" or "By" or "1" || Things().IsMatch(metric.Unit), $"{metric.Name} has the unit {metric.Unit}.");
            Assert.DoesNotMatch(UnitInName(), metric.Name);
            Assert.Matches(Sentence(), metric.Description);
            Assert.All(metric.Labels, label => Assert.Matches(Word(), label));
            Assert.Equal(metric.Kind == MetricKind.Histogram, metric.Boundaries.Length > 0);
            Assert.True(metric.Kind != MetricKind.Histogram || !metric.KnowsStudies, $"{metric.Name} would keep the name of every study.");
        });
        Assert.Distinct(MetricCatalogue.All.Select(metric => metric.Name));
    }

    [GeneratedRegex(@"^fds(\.[a-z]+(_[a-z]+)*)+$")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^\{[a-z]+\}$")]
    private static partial Regex Things();

    [GeneratedRegex(@"(seconds|bytes|total|ratio|percent)$")]
    private static partial Regex UnitInName();

    [GeneratedRegex(@"^[A-Z0-9].*[^.]$")]
    private static partial Regex Sentence();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Word();
}
