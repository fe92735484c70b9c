using System.Globalization;
using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Cluster.Tests.Security;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What two real silos under mutual TLS over PostgreSQL said about studies, read by the console.</summary>
public sealed class StudyLogTests(SharedDatabase database, ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_OfTwoStudiesOnTwoSilos_AreMergedAndKeptApart_AndGoOnWhenASiloIsKilled()
    {
        string connection = await database.Schema("logs");
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        string[] tls = certificates.Silo();
        string[] options = certificates.Client();
        await using ServerSilo survivor = await Start("a");
        await using ServerSilo victim = await Start("b");
        string[] gateways = ["--cluster", $"{survivor.Gateway},{victim.Gateway}", .. options];

        await Run(0, "submit", "-f", Write("first"));
        await Run(0, "submit", "-f", Write("second"));
        using ConsoleProcess following = ConsoleProcess.Start(["logs", "first", "-f", "-o", "json", .. gateways]);
        await Run(0, "wait", "second", "--timeout", "120s");
        await Run(0, "wait", "first", "--timeout", "120s");
        ConsoleEnd followed = await following.WaitForExit();
        output.WriteLine(followed.Talk);
        Assert.Equal((0, ""), (followed.ExitCode, followed.Talk));
        JsonElement[] first = Lines(followed);
        Assert.All(first, line => Assert.Equal("first", line.GetProperty("study").GetString()));
        Assert.Equal(["a", "b"], first.Select(line => line.GetProperty("silo").GetString()!).Distinct().Order());
        Assert.Contains(first, line => line.GetProperty("eventId").GetInt32() == 1000 && line.GetProperty("message").GetString()!.Contains("Ended", StringComparison.Ordinal));
        Assert.All(first, line => Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse(line.GetProperty("at").GetString()!, CultureInfo.InvariantCulture).Offset));

        // Read afterwards, they are the same lines, in the order of their times.
        JsonElement[] again = Lines(await Run(0, "logs", "first", "-o", "json"));
        Assert.Equal(first.Select(Key).Order(), again.Select(Key).Order());
        Assert.Equal(again.Select(line => line.GetProperty("at").GetDateTimeOffset()).Order(), again.Select(line => line.GetProperty("at").GetDateTimeOffset()));
        JsonElement[] second = Lines(await Run(0, "logs", "second", "-o", "json"));
        Assert.All(second, line => Assert.DoesNotContain("first", line.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.All(Lines(await Run(0, "logs", "first", "-o", "json", "--replica", "1")), line => Assert.Equal(1, line.GetProperty("replica").GetInt32()));
        Assert.Matches(@"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info  [ab] Study first, Submitted: ", (await Run(0, "logs", "first")).Output);
        Assert.Empty((await Run(0, "logs", "first", "--since", "1s", "--replica", "77")).Output);
        Assert.Contains("there is no study named 'third'", (await Run(2, "logs", "third")).Talk, StringComparison.Ordinal);

        // One silo is killed while its lines are followed: those so far stay, the others go on, and a line says so.
        await Run(0, "submit", "-f", Write("third", steps: 8));
        await using GuardedConnection client = await GuardedConnection.Open(survivor, certificates.ClientPaths());
        using ConsoleProcess through = ConsoleProcess.Start(["logs", "third", "-f", .. gateways]);
        await ClusterConnection.Until("a run on the silo that dies", async () =>
            (await client.Study("third").GetStatus()) is { OuterStep: >= 2 } status && status.Replicas.Any(replica => replica is { State: ReplicaState.Running, InnerStep: > 5 } && replica.Device == "b/0"));
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Stop);
        await victim.Kill();
        ConsoleEnd end = await through.WaitForExit();
        output.WriteLine(end.Output + end.Talk);
        Assert.Equal(0, end.ExitCode);
        Assert.Matches(@"(?m)^\S+Z info  b Device b/0 starts third/", end.Output);
        Assert.Matches(@"(?m)^\S+Z info  a Study third, Ended: ", end.Output);
        Assert.Equal(end.Output.Split('\n'), end.Output.Split('\n').Distinct());
        Assert.Contains("fds: the silo b is gone; it says no more", end.Talk, StringComparison.Ordinal);

        string Write(string name, int steps = 2)
        {
            File.WriteAllText(folder[$"{name}.yaml"], SmallStudy.Yaml(name, innerSteps: 150).Replace("outer: {steps: 2}", $"outer: {{steps: {steps}}}", StringComparison.Ordinal));
            return folder[$"{name}.yaml"];
        }

        Task<ServerSilo> Start(string name) => ServerSilo.Start(
            folder[$"state-{name}"],
            [
                $"--Fds:SiloName={name}", $"--Fds:Cluster:ConnectionString={connection}", "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Cluster:ProbeTimeout=00:00:03",
                "--Fds:Cluster:SignOfLife=00:00:02", "--Fds:Heartbeat=00:00:00.200", "--Fds:Registration=00:00:00.500", $"--Fds:Checkpoints={folder["checkpoints"]}", .. tls,
            ]);

        async Task<ConsoleEnd> Run(int exitCode, params string[] arguments)
        {
            ConsoleEnd end = await ConsoleHere.Run([.. arguments, .. gateways]);
            output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Talk}");
            Assert.Equal(exitCode, end.ExitCode);
            return end;
        }
    }

    [Fact]
    public async Task Logs_AreBounded_AndOfAnEarlierStudyOfTheNameNothingIsShown()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await ServerSilo.Start(folder["state"], "--Fds:SiloName=only", "--Fds:StudyLogLines=5", "--Fds:Heartbeat=00:00:00.100");
        await File.WriteAllTextAsync(folder["study.yaml"], SmallStudy.Quadratic("small"), Stop);
        await Run("submit", "-f", folder["study.yaml"], "--wait");

        JsonElement[] lines = Lines(await Run("logs", "small", "-o", "json"));
        Assert.Equal(5, lines.Length);
        Assert.Contains(lines, line => line.GetProperty("message").GetString()!.Contains("Ended", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.GetProperty("message").GetString()!.Contains("Submitted", StringComparison.Ordinal));

        await Run("delete", "small");
        ConsoleEnd none = await ConsoleHere.Run("logs", "small", "--cluster", silo.Gateway);
        Assert.Equal(2, none.ExitCode);

        async Task<ConsoleEnd> Run(params string[] arguments)
        {
            ConsoleEnd end = await ConsoleHere.Run([.. arguments, "--cluster", silo.Gateway]);
            output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Output}{end.Talk}");
            Assert.Equal(0, end.ExitCode);
            return end;
        }
    }

    private static JsonElement[] Lines(ConsoleEnd end) => [.. end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Key(JsonElement line) => $"{line.GetProperty("silo").GetString()} {line.GetProperty("sequence").GetInt64():D9}";
}
