using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests.Security;

/// <summary>All at once, as an operator would have it: two silos under mutual TLS over PostgreSQL with shared checkpoints, and the console.</summary>
public sealed class GuardedClusterTests(SharedDatabase database, ITestOutputHelper output)
{
    private const string Shared = "checkpoints";

    [Fact]
    public async Task Study_OnAGuardedClusterThatLosesASilo_EndsThroughTheConsoleAsIfUndisturbed()
    {
        string connection = await database.Schema("guarded");
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        string[] tls = certificates.Silo();
        string[] options = certificates.Client();
        await using ServerSilo survivor = await Start("a");
        await using ServerSilo victim = await Start("b");
        await using GuardedConnection client = await GuardedConnection.Open(survivor, certificates.ClientPaths());
        string[] gateways = ["--cluster", $"{survivor.Gateway},{victim.Gateway}", .. options];

        await Submit("undisturbed");
        StudyResult expected = (await client.Study("undisturbed").GetResult())!;
        Task<ConsoleEnd> disturbed = Submit("disturbed");
        await ClusterConnection.Until("a replica of the second outer step on the silo that dies", async () =>
            (await client.Study("disturbed").GetStatus()) is { OuterStep: >= 1 } status && status.Replicas.Any(replica => replica is { State: ReplicaState.Running, InnerStep: > 5 } && replica.Device == "b/0"));
        await victim.Kill();
        await disturbed;

        StudyResult result = (await client.Study("disturbed").GetResult())!;
        Outcomes.AssertSame(expected, result);
        await ClusterConnection.Until("the victim to be declared dead", async () => await database.Ask("SELECT count(*) FROM guarded.fds_membership WHERE status = 6") == "1");
        await ClusterConnection.Until("the list to say so", async () => (await ConsoleHere.Run(["list", .. gateways])).Output.Contains("disturbed  Succeeded", StringComparison.Ordinal));

        // A third one that has the survivor's name and checkpoints of its own is told so.
        await using ServerSilo namesake = await ServerSilo.Start(folder["state-c"], [.. Settings("a"), "--Fds:Checkpoints="]);
        await ClusterConnection.Until("the namesake to be noticed", () => Task.FromResult(namesake.Log.Contains("TWO SILOS ARE NAMED a", StringComparison.Ordinal)));
        Assert.Contains("CHECKPOINTS ARE NOT SHARED", namesake.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("CHECKPOINTS ARE NOT SHARED", await survivor.Kill(), StringComparison.Ordinal);

        Task<ServerSilo> Start(string name) => ServerSilo.Start(folder[$"state-{name}"], [.. Settings(name), $"--Fds:Checkpoints={folder[Shared]}"]);

        string[] Settings(string name) =>
        [
            $"--Fds:SiloName={name}", $"--Fds:Cluster:ConnectionString={connection}", "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Cluster:ProbeTimeout=00:00:03",
            "--Fds:Cluster:SignOfLife=00:00:02", "--Fds:Heartbeat=00:00:00.200", "--Fds:Registration=00:00:00.500", "--Fds:CheckpointInterval=00:00:01", .. tls,
        ];

        async Task<ConsoleEnd> Submit(string name)
        {
            ConsoleEnd end = await ConsoleProcess.Run(["submit", "-f", Write(folder, name), "--wait", .. gateways]);
            output.WriteLine(end.Talk);
            Assert.Equal(0, end.ExitCode);
            return end;
        }
    }

    private static string Write(TemporaryFolder folder, string name)
    {
        string path = folder[$"{name}.yaml"];
        File.WriteAllText(path, SmallStudy.Yaml(name));
        return path;
    }
}
