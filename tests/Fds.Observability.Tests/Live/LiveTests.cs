using System.Text.RegularExpressions;
using Fds.Observability.Tests.Dashboards;
using Fds.Observability.Tests.Rules;

namespace Fds.Observability.Tests.Live;

/// <summary>A real Prometheus beside two real silos that run studies: whatever a dashboard or a rule asks for is there.</summary>
[Collection(ClusterTurns.Name)]
public sealed partial class LiveTests(ObservedStudies observed) : IClassFixture<ObservedStudies>
{
    private const int Patience = 120;

    public static TheoryData<string> Files => new(ObservabilityFolder.Dashboards);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Dashboard_WhenStudiesRun_ShowsSomethingEverywhere(string file)
    {
        ObservedCluster cluster = observed.Cluster();
        DashboardReader reader = new(cluster.Prometheus, cluster.Start);

        await ObservedCluster.WaitUntilNone(() => reader.Missing(Dashboard.Read(file)), Patience);
    }

    [Fact]
    public async Task Dashboard_WhenAMetricIsMisspelt_IsFoundOut()
    {
        ObservedCluster cluster = observed.Cluster();
        Dashboard dashboard = Dashboard.Read("dashboards/cluster.json");
        Target target = dashboard.Panels[0].Targets[0];
        target.Json["expr"] = target.Expression.Replace("fds_silos", "fds_sylos", StringComparison.Ordinal);

        DashboardReader reader = new(cluster.Prometheus, cluster.Start);
        await ObservedCluster.WaitUntilNone(async () => (await reader.Missing(dashboard)).Any(missing => missing.Contains("fds_sylos", StringComparison.Ordinal)) ? [] : ["the misspelt metric among what is missing"], Patience);
    }

    [Fact]
    public async Task Rules_WhenStudiesRun_AreEvaluatedAndNothingFires()
    {
        ObservedCluster cluster = observed.Cluster();
        await ObservedCluster.WaitUntilNone(cluster.Prometheus.RuleFaults, Patience);

        foreach (string alert in RuleFile.Read().Alerts.Select(rule => rule.Alert!))
        {
            Assert.Empty(await cluster.Prometheus.Firing(alert));
        }
    }

    /// <summary>A study of long runs has one slot, and the runs of the others take turns on the other, so that its second run waits.</summary>
    [Fact]
    public async Task Alerts_WhenMoreRunsAreThereThanSlots_SayThatTheyWait()
    {
        ObservedCluster cluster = observed.Cluster();
        await using PrometheusServer prometheus = await PrometheusServer.Start(cluster.Silos.Select(silo => silo.Metrics), ImpatientRules.Text.Replace("> 1800", "> 5", StringComparison.Ordinal));
        IReadOnlyList<JsonNode> firing = [];
        await cluster.Submit(StudyFiles.Digits("long", innerSteps: 20_000));
        using ConsoleProcess watching = cluster.Watch("long");

        try
        {
            await ObservedCluster.WaitUntilNone(async () => (firing = await prometheus.Firing("FdsNoFreeSlot")).Count > 0 ? [] : ["FdsNoFreeSlot"], Patience);
        }
        finally
        {
            await cluster.Cancel("long");
        }

        Assert.Equal("no-free-slot", (string?)firing[0]["reason"]);
    }

    [Fact]
    public async Task Recordings_WhenStudiesRun_HaveValues()
    {
        ObservedCluster cluster = observed.Cluster();

        // Failures are recorded where there are some: see AlertTests.
        string[] names = [.. RuleFile.Read().Recordings.Select(rule => rule.Record!).Where(name => !name.Contains("failed", StringComparison.Ordinal))];

        await ObservedCluster.WaitUntilNone(() => WithoutValues(cluster, names), Patience);
    }

    [Fact]
    public async Task Metrics_WhenChecked_HaveGoodNames()
    {
        using HttpClient http = new();
        string[] lines = (await http.GetStringAsync(observed.Cluster().Silos[0].Metrics, TestContext.Current.CancellationToken)).Split('\n');
        string own = string.Join('\n', lines.Where(line => Own().IsMatch(line))) + "\n";

        (int code, string output) = Promtool.RunWith(own, "check", "metrics");

        Assert.Contains("fds_device_slots", own, StringComparison.Ordinal);
        Assert.True(code == 0, output);
    }

    private static async Task<IReadOnlyList<string>> WithoutValues(ObservedCluster cluster, string[] names)
    {
        List<string> without = [];
        foreach (string name in names)
        {
            if (await cluster.Prometheus.Count(name) == 0)
            {
                without.Add(name);
            }
        }

        return without;
    }

    [GeneratedRegex(@"^(# \w+ )?fds_")]
    private static partial Regex Own();
}
