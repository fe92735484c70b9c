using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>
/// Real silos as pods of the rendered manifests for production, over a real PostgreSQL, with mutual TLS, against an API server that
/// allows what the Role allows. What differs from a cluster stands in <see cref="SimulatedNode"/>.
/// </summary>
[Collection(ContainerTests.Name)]
public sealed class KubeletTests(ITestOutputHelper output)
{
    private const string Network = "127.77.0";
    private static readonly string[] Ports = ["silo", "gateway", "http"];
    private static readonly string[] Tables = ["outer-steps", "retrain"];

    [Fact]
    public async Task Pod_WhenItIsDeletedWithAStudyRunning_DrainsAndTheStudyGoesOnElsewhere()
    {
        Require(database: true);
        await using SimulatedNode node = await SimulatedNode.Start(Prod(), withDatabase: true);
        await using SimulatedPod first = SimulatedPod.Start(node, "fds-silo-0", $"{Network}.10");
        Assert.NotEqual(200, await first.Probe("readinessProbe"));
        await using SimulatedPod second = SimulatedPod.Start(node, "fds-silo-1", $"{Network}.11");
        await Task.WhenAll(first.BecomeReady(), second.BecomeReady());
        Assert.Equal(200, await first.Probe("livenessProbe"));
        string[] cluster = ["--cluster", $"{first.Gateway},{second.Gateway}", .. node.ConsoleOptions];
        await Submit(node, "undisturbed", cluster);
        Task disturbed = Submit(node, "disturbed", cluster);
        await Patience.Until("a run of the second outer step in the first pod", () => Task.FromResult(IsBusy("disturbed", first, first, second)), () => first.Log + second.Log);
        await first.Terminate();
        Task<int> ending = first.WaitForExit(first.GraceAfterPause);
        List<int?> probes = await ReadinessUntil(ending, first);
        output.WriteLine($"probes while stopping: {string.Join(", ", probes.GroupBy(probe => probe).Select(same => $"{same.Count()} times {same.Key?.ToString() ?? "no answer"}"))}");
        node.Api.Delete(first.Name);
        await disturbed;

        Assert.Equal(0, await ending);
        Assert.DoesNotContain(200, probes.SkipWhile(probe => probe is 200 or SimulatedPod.Slow));
        Assert.Matches("Study disturbed, Redispatched: outer step 2, replica . is queued again as attempt 2: preempted", first.Log + second.Log);
        Assert.Equal(await Outcome("undisturbed", cluster), await Outcome("disturbed", cluster));

        // The other is lost with its node; the StatefulSet makes a pod of the first one's name elsewhere.
        string dead = await Dead(node);
        await second.Kill();
        await second.WaitForExit(second.GraceAfterPause);
        node.Api.Delete(second.Name);

        // It looks at pods before it joins. Joining may take until the next probe, which is a minute away here.
        await using SimulatedPod successor = SimulatedPod.Start(node, first.Name, $"{Network}.12");
        await Patience.Until("the lost pod's silo to be declared dead, which probes would find in three minutes", async () => await Dead(node) != dead, () => successor.Log);
        Assert.Equal(["get", "list", "watch"], node.Api.Asked.Keys.Order());
        Assert.Equal(node.Api.Asked.Keys.Order(), Prod().The("Role", "fds-silo").Body["rules"]![0].Texts("verbs").Order());
    }

    [Theory]
    [InlineData("get")]
    [InlineData("list")]
    public async Task Pod_WhenItMayNotReadPods_EndsSayingSoInsteadOfAskingAgainAndAgain(string missing)
    {
        Require(database: false);
        Bundle bundle = Prod().Copy();
        JsonArray verbs = bundle.The("Role", "fds-silo").Body["rules"]![0]!["verbs"]!.AsArray();
        verbs.Remove(verbs.Single(verb => verb!.ToString() == missing));
        await using SimulatedNode node = await SimulatedNode.Start(bundle, withDatabase: false);
        await using SimulatedPod pod = SimulatedPod.Start(node, "fds-silo-0", $"{Network}.20");

        Assert.Equal(1, await pod.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Contains("fds-silo: Kubernetes does not let this silo's service account get, list and watch pods in the namespace 'fds'.", pod.Log, StringComparison.Ordinal);
        Assert.Equal(1, node.Api.Asked[missing]);
    }

    /// <summary>As while its control plane restarts. What comes after the look at Kubernetes is the database, of which there is none here.</summary>
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Pod_WhenKubernetesIsOverloaded_GoesOn(int status)
    {
        Require(database: false);
        Bundle bundle = Prod().Copy();
        bundle.The("ConfigMap", "fds-silo").Body["data"]!["Fds__Cluster__DatabaseWait"] = "00:00:01";
        await using SimulatedNode node = await SimulatedNode.Start(bundle, withDatabase: false);
        node.Api.Busy = status;
        await using SimulatedPod pod = SimulatedPod.Start(node, "fds-silo-0", $"{Network}.50");

        Assert.Equal(1, await pod.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.InRange(node.Api.Asked["get"], 1, int.MaxValue);
        Assert.Contains("fds-silo: The database cannot be used", pod.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_WhenItsLabelsAreOfAnotherCluster_EndsSayingWhichTheyMustBe()
    {
        Require(database: false);
        Bundle bundle = Prod().Copy();
        bundle.The("StatefulSet", "fds-silo").Body["spec"]!["template"]!["metadata"]!["labels"]!["orleans/serviceId"] = "lab";
        await using SimulatedNode node = await SimulatedNode.Start(bundle, withDatabase: false);
        await using SimulatedPod pod = SimulatedPod.Start(node, "fds-silo-0", $"{Network}.30");

        Assert.Equal(1, await pod.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Contains("fds-silo: The pod 'fds-silo-0' must have the label orleans/serviceId=fds, which is Fds:Cluster:Id, but it is 'lab'.", pod.Log, StringComparison.Ordinal);
    }

    /// <summary>As where packets to it are dropped: nothing refuses the connection, and nothing comes back.</summary>
    [Fact]
    public async Task Pod_WhenKubernetesNeverAnswers_EndsSayingWhereItLookedAndWhatMayBeInTheWay()
    {
        Require(database: false);
        Bundle bundle = Prod().Copy();
        bundle.The("ConfigMap", "fds-silo").Body["data"]!["Fds__Cluster__KubernetesWait"] = "00:00:01";
        await using SimulatedNode node = await SimulatedNode.Start(bundle, withDatabase: false);
        using TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        node.ApiPort = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        await using SimulatedPod pod = SimulatedPod.Start(node, "fds-silo-0", $"{Network}.40");

        Assert.Equal(1, await pod.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Contains($"fds-silo: Kubernetes did not answer at https://127.0.0.1:{node.ApiPort}/ within 1 s (Fds:Cluster:KubernetesWait).", pod.Log, StringComparison.Ordinal);
        Assert.Contains("The NetworkPolicy 'fds-silo' of k8s/base/network.yaml must let this pod out to that address and port", pod.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", pod.Log, StringComparison.Ordinal);
    }

    private static Bundle Prod() => Kustomize.Render("k8s/overlays/prod");

    private static void Require(bool database)
    {
        Assert.SkipWhen(Container.WhyImpossible() is not null, Container.WhyImpossible() ?? "");
        Assert.SkipWhen(database && PostgreSqlServer.WhyImpossible() is not null, PostgreSqlServer.WhyImpossible() ?? "");
        Pod pod = Prod().Pod("fds-silo");
        foreach (int port in Ports.Select(name => pod.Port(name)!.Value))
        {
            try
            {
                using TcpListener listener = new(System.Net.IPAddress.Parse($"{Network}.10"), port);
                listener.Start();
            }
            catch (SocketException)
            {
                Assert.Skip($"Something listens on port {port} of every address of this machine, which the pods' ports are.");
            }
        }
    }

    private static async Task<List<int?>> ReadinessUntil(Task end, SimulatedPod pod)
    {
        List<int?> probes = [];
        while (!end.IsCompleted)
        {
            probes.Add(await pod.Probe("readinessProbe"));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        return probes;
    }

    private async Task Submit(SimulatedNode node, string name, string[] cluster)
    {
        string file = node.Write($"{name}.yaml", SmallStudy.Yaml(name, innerSteps: 800));
        ConsoleEnd end = await ConsoleProcess.Run(["submit", "--file", file, "--wait", .. cluster]);
        output.WriteLine(end.Talk);
        Assert.Equal(0, end.ExitCode);
    }

    /// <summary>Whether the study's log, which is that of the silo where it lives, has a run of its second outer step in a pod.</summary>
    private static bool IsBusy(string study, SimulatedPod pod, params SimulatedPod[] everywhere) =>
        everywhere.Any(silo => Regex.IsMatch(silo.Log, $"Study {study}, .*outer step 2, replica . started on {pod.Name}/0"));

    /// <summary>All that a study learned, without the times that it took; a cost that was paid in parts may differ in its last digit.</summary>
    private static async Task<string> Outcome(string study, string[] cluster)
    {
        string[] tables = await Task.WhenAll(Tables.Select(async table =>
        {
            ConsoleEnd end = await ConsoleProcess.Run(["results", study, "--table", table, "-o", "csv", .. cluster]);
            Assert.Equal(0, end.ExitCode);
            string[] lines = end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] columns = lines[0].Trim().Split(',');
            Assert.True(lines.Length > 1 && columns.Contains("seconds") && columns.Contains("gradientSteps"), end.Output);
            return string.Join('\n', lines.Skip(1).Select(line => string.Join(',', line.Trim().Split(',').Zip(columns).Where(cell => cell.Second != "seconds").Select(
                cell => cell.Second == "gradientSteps" ? double.Parse(cell.First, CultureInfo.InvariantCulture).ToString("G9", CultureInfo.InvariantCulture) : cell.First))));
        }));
        return string.Join('\n', tables);
    }

    private static Task<string> Dead(SimulatedNode node) => node.Database!.Ask("SELECT count(*) FROM fds.fds_membership WHERE status = 6");
}
