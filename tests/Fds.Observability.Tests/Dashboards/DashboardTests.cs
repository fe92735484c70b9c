using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fds.Contracts.Studies;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>Every dashboard is one that Grafana loads and a stranger can read.</summary>
public sealed partial class DashboardTests
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

    [Fact]
    public void Family_WhenMethodsAreCompared_HasAStudyOfEach()
    {
        Variable family = Dashboard.Read("dashboards/study.json").Variables.Single(variable => variable.Name == "family");

        Assert.Equal($"(-({string.Join('|', Enum.GetValues<StudyMethod>().Select(method => method.Word()))}))?", family.Query);
    }

    [Theory]
    [InlineData("X", true)]
    [InlineData("X-fds", true)]
    [InlineData("X-m0", true)]
    [InlineData("X-m12-g3", true)]
    [InlineData("X-fds-m1-g2", true)]
    [InlineData("X-more", false)]
    [InlineData("Xm0", false)]
    public void Members_OfAStudy_AreThoseOfItsPopulationAndItsMethods(string name, bool expected)
    {
        Dashboard dashboard = Dashboard.Read("dashboards/study.json");
        Dictionary<string, string> values = dashboard.Variables.Where(variable => variable.Type == "constant").ToDictionary(variable => variable.Name, variable => variable.Query);
        values["study"] = "X";
        string selector = RunSelector().Match(dashboard.Panels.Single(panel => panel.Title == "Age of checkpoints").Targets[0].Expression).Groups[1].Value;

        Assert.Equal(expected, Regex.IsMatch(name, $"^(?:{Dashboard.Substitute(selector, values)})$"));
    }

    [Fact]
    public void Costs_OfAPopulation_AreNotAddedToThoseOfItsMembers() =>
        Assert.All(
            Dashboard.Read("dashboards/study.json").Panels.SelectMany(panel => panel.Targets).Where(target => target.Expression.Contains("_cost", StringComparison.Ordinal)),
            target => Assert.DoesNotContain("$members", target.Expression, StringComparison.Ordinal));

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

    [GeneratedRegex("study=~\"([^\"]+)\"")]
    private static partial Regex RunSelector();
}
