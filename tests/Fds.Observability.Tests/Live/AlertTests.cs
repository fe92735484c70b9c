namespace Fds.Observability.Tests.Live;

/// <summary>Alerts from the fault to the alarm: a real cluster is harmed, and Prometheus says so.</summary>
[Collection(ClusterTurns.Name)]
public sealed class AlertTests
{
    private const int Patience = 120;

    [Fact]
    public async Task Alerts_WhenASiloIsKilled_SayWhichAndThatOneIsMissing()
    {
        await using ObservedCluster cluster = await Begin();
        SiloProcess victim = cluster.Silos[1];
        await cluster.Submit(StudyFiles.Digits("digits", innerSteps: 20_000));
        await Sees(cluster, "sum(fds_study_replicas_running) == 2");

        await victim.Kill();

        await Fires(cluster, "FdsSiloDown", alarm => (string?)alarm["instance"] == victim.Metrics.Authority);
        JsonNode missing = await Fires(cluster, "FdsSiloMissing");
        Assert.Equal("critical", (string?)missing["severity"]);
        await Sees(cluster, "job_study_reason:fds_attempts_failed:increase15m{reason=\"silo-gone\"}");
    }

    [Fact]
    public async Task Alerts_WhenTheDatabaseIsGone_SayThatStorageFails()
    {
        await using ObservedCluster cluster = await Begin();
        await cluster.Submit(StudyFiles.Digits("digits"));
        await Sees(cluster, "fds_study_outer_step > 0");

        await cluster.Database.Crash();

        Assert.Equal("critical", (string?)(await Fires(cluster, "FdsStorageErrors"))["severity"]);
    }

    /// <summary>A cluster whose Prometheus does not wait before an alert fires.</summary>
    private static async Task<ObservedCluster> Begin()
    {
        ObservedCluster.Require();
        ObservedCluster cluster = new() { Rules = ImpatientRules.Text };
        try
        {
            await cluster.InitializeAsync();
            await Sees(cluster, "count(fds_silos{status=\"active\"} == 2) == 2");
            return cluster;
        }
        catch
        {
            // Its silos and servers must not run on beside the next test.
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static Task Sees(ObservedCluster cluster, string expression) =>
        ObservedCluster.WaitUntilNone(async () => await cluster.Prometheus.Count(expression) > 0 ? [] : [expression], Patience);

    /// <summary>The labels of an alert, or of one about something, when it fires.</summary>
    private static async Task<JsonNode> Fires(ObservedCluster cluster, string alert, Func<JsonNode, bool>? about = null)
    {
        JsonNode? fires = null;
        await ObservedCluster.WaitUntilNone(async () => (fires = (await cluster.Prometheus.Firing(alert)).FirstOrDefault(about ?? (_ => true))) is null ? [alert] : [], Patience);
        return fires!;
    }
}
