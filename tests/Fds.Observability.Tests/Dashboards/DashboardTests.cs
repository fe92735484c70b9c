using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>Every dashboard is one that Grafana loads and a stranger can read.</summary>
public sealed class DashboardTests
{
    private const string Mutated = "dashboards/cluster.json";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Files => new(ObservabilityFolder.Dashboards);

    public static TheoryData<string> Mistakes => new(DashboardMutant.All.Select(mutant => mutant.Name));

    [Fact]
    public void Folder_WhenListed_HasTheDashboards() =>
        Assert.Equal(["dashboards/cluster.json", "dashboards/studies.json", "dashboards/study.json"], ObservabilityFolder.Dashboards);

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_WhenLookedOver_HasNoFaults(string file)
    {
        Dashboard dashboard = Dashboard.Read(file);

        Assert.NotEmpty(dashboard.Panels);
        Assert.Empty(DashboardLint.Faults(dashboard));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Expressions_WhenPrometheusReadsThem_Parse(string file) => Assert.Equal("", DashboardLint.SyntaxFaults(Dashboard.Read(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void File_WhenWrittenAnew_IsTheSame(string file) =>
        Assert.Equal(ObservabilityFolder.Read(file), JsonNode.Parse(ObservabilityFolder.Read(file))!.ToJsonString(Layout) + "\n");

    [Fact]
    public void Dashboards_WhenCompared_HaveTheirOwnNames()
    {
        Dashboard[] all = [.. ObservabilityFolder.Dashboards.Select(Dashboard.Read)];

        Assert.Distinct(all.Select(dashboard => (string?)dashboard.Json["uid"]));
        Assert.Distinct(all.Select(dashboard => (string?)dashboard.Json["title"]));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_WhenMade_IsFound(string name)
    {
        DashboardMutant mutant = DashboardMutant.All.Single(candidate => candidate.Name == name);
        Dashboard dashboard = Dashboard.Read(Mutated);
        mutant.Make(dashboard.Json);

        Assert.Contains(DashboardLint.Faults(dashboard), fault => fault.Contains(mutant.Fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Expression_WhenABracketIsMissing_IsFound()
    {
        Dashboard dashboard = Dashboard.Read(Mutated);
        Target target = dashboard.Panels[0].Targets[0];
        target.Json["expr"] = target.Expression + ")";

        Assert.Contains($"panel_{dashboard.Panels[0].Id}_A", DashboardLint.SyntaxFaults(dashboard), StringComparison.Ordinal);
    }
}
