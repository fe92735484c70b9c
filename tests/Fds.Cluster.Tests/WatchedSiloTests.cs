using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>A silo as its operator watches it: health and metrics.</summary>
[Collection(SharedSiloTests.Name)]
public sealed class WatchedSiloTests(SharedSilo shared)
{
    [Fact]
    public async Task Metrics_WhileAStudyRuns_TellHowItGoes()
    {
        await shared.Cluster.Study("measured").Submit(Studies.Small("measured", outerSteps: 100, innerSteps: 100));
        await shared.Cluster.WaitFor("measured", "the middle of an outer step after the second", status => status.OuterStep >= 2 && status.Replicas.Any(replica => replica.InnerStep > 20));

        string[] expected =
        [
            """fds_study_outer_step{[^}]*study="measured"[^}]*} [1-9]""",
            """fds_inner_steps_total{[^}]*device="[^"]+/0"[^}]*study="measured"[^}]*} [1-9]""",
            """fds_inner_step_duration_seconds_bucket{[^}]*device="[^"]+/0"[^}]*} [1-9]""",
            """fds_study_progress{[^}]*study="measured"[^}]*} 0\.[0-9]""",
            """fds_study_state{[^}]*state="Running"[^}]*study="measured"[^}]*} 1""",
            """fds_study_last_progress_seconds{[^}]*study="measured"[^}]*} [1-9]""",
            """fds_studies{[^}]*state="Running"[^}]*} 1""",
            """fds_silos{[^}]*status="active"[^}]*} 1""",
            """fds_device_slots{[^}]*kind="cpu"[^}]*state="leased"[^}]*} [12]""",
            """fds_queue_length{[^}]*pool="cpu"[^}]*reason="no-free-slot"[^}]*} [0-9]""",
            """fds_checkpoint_last_seconds{[^}]*study="measured"[^}]*} [1-9]""",
            """fds_hypergradient_sign_agreement{[^}]*study="measured"[^}]*} [01]""",
            """fds_hypergradient_mean{[^}]*hyperparameter="LearningRate"[^}]*study="measured"[^}]*window="2"[^}]*} -?[0-9]""",
            """fds_hypergradient_standard_error{[^}]*window="2"[^}]*} [0-9]""",
            """fds_hypergradient_signal_to_noise(_ratio)?{[^}]*window="2"[^}]*} [0-9]""",
            """fds_hyperparameter_value{[^}]*hyperparameter="LearningRate"[^}]*window="0"[^}]*} 0\.[0-9]""",
            """fds_tangent_live_columns{[^}]*study="measured"[^}]*} [1-9]""",
            """fds_study_replicas_running{[^}]*study="measured"[^}]*} [12]""",
            """fds_validation_loss{[^}]*study="measured"[^}]*} [0-9]""",
            """fds_validation_accuracy(_ratio)?{[^}]*study="measured"[^}]*} 0\.[0-9]""",
        ];
        // Between two runs a device carries no columns, so what is missing is looked for again while the study goes on.
        string metrics = "";
        List<string> missing = [.. expected];
        for (int scrape = 0; scrape < 100 && missing.Count > 0; scrape++)
        {
            metrics = await Read(shared.Silo.Metrics);
            missing.RemoveAll(pattern => Regex.IsMatch(metrics, pattern));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(missing.Count == 0, $"Never seen: {string.Join(", ", missing)} in{Environment.NewLine}{metrics}");

        await shared.Cluster.Study("measured").Cancel("measured enough");
        await ClusterConnection.Until("what is known of its course to go", async () => !Regex.IsMatch(await Read(shared.Silo.Metrics), """fds_study_outer_step{[^}]*study="measured"""), seconds: 10);
    }

    [Fact]
    public async Task Health_WhenTheSiloIsUp_IsAliveAndReady()
    {
        Assert.Equal("alive\n", await Read(new Uri(shared.Silo.Metrics, "/healthz")));
        Assert.Equal("ready\n", await Read(new Uri(shared.Silo.Metrics, "/readyz")));
    }

    private static async Task<string> Read(Uri address)
    {
        using HttpClient http = new();
        return await http.GetStringAsync(address, TestContext.Current.CancellationToken);
    }
}
