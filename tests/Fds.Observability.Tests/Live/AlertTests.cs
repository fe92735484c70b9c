using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Live;

/// <summary>Alerts from the fault to the alarm: a real cluster is harmed, and Prometheus says so.</summary>
public sealed partial class AlertTests
{
    private const int Patience = 120;

    [Fact]
    public async Task Alerts_WhenASiloIsKilled_SayWhichAndThatOneIsMissing()
    {
        await using ObservedCluster cluster = await Begin();
        SiloProcess victim = cluster.Silos[1];

        await victim.Kill();

        JsonNode down = await Fires(cluster, "FdsSiloDown");
        Assert.Equal(victim.Metrics.Authority, (string?)down["instance"]);
        JsonNode missing = await Fires(cluster, "FdsSiloMissing");
        Assert.Equal("critical", (string?)missing["severity"]);
    }

    [Fact]
    public async Task Alerts_WhenTheDatabaseIsGone_SayThatStorageFails()
    {
        await using ObservedCluster cluster = await Begin();
        await cluster.Submit(StudyFiles.Digits("digits"));
        await ObservedCluster.WaitUntilNone(async () => await cluster.Prometheus.Count("fds_study_replicas_running > 0") > 0 ? [] : ["a run on a device"], Patience);

        await cluster.Database.Crash();

        Assert.Equal("critical", (string?)(await Fires(cluster, "FdsStorageErrors"))["severity"]);
    }

    [Fact]
    public async Task Alerts_WhenMoreRunsAreThereThanSlots_SayThatTheyWait()
    {
        await using ObservedCluster cluster = await Begin(rules => rules.Replace("> 1800", "> 5", StringComparison.Ordinal));
        await cluster.Submit(StudyFiles.Digits("first"));
        await cluster.Submit(StudyFiles.Digits("second"));

        Assert.Equal("no-free-slot", (string?)(await Fires(cluster, "FdsNoFreeSlot"))["reason"]);
    }

    /// <summary>A cluster whose Prometheus does not wait before an alert fires.</summary>
    private static async Task<ObservedCluster> Begin(Func<string, string>? change = null)
    {
        ObservedCluster.Require();
        string rules = Time().Replace(ObservabilityFolder.Read("rules/fds.rules.yml"), "for: 0s");
        ObservedCluster cluster = new() { Rules = change?.Invoke(rules) ?? rules };
        await cluster.InitializeAsync();
        await ObservedCluster.WaitUntilNone(async () => await cluster.Prometheus.Count("fds_silos{status=\"active\"} == 2") == 2 ? [] : ["both silos in each other's sight"], Patience);
        return cluster;
    }

    private static async Task<JsonNode> Fires(ObservedCluster cluster, string alert)
    {
        await ObservedCluster.WaitUntilNone(async () => (await cluster.Prometheus.Firing(alert)).Count > 0 ? [] : [alert], Patience);
        return (await cluster.Prometheus.Firing(alert))[0];
    }

    [GeneratedRegex(@"\bfor: \d+\w")]
    private static partial Regex Time();
}
