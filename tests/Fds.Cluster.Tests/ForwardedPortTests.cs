using System.Globalization;
using Fds.Cluster.Tests.Processes;
using Fds.Cluster.Tests.Security;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// The console outside the silos' network, as behind 'kubectl port-forward': silos of a cluster that are at other addresses than those
/// the console is told, and nowhere else.
/// </summary>
public sealed class ForwardedPortTests(SharedDatabase database, ITestOutputHelper output)
{
    private const string Near = "127.0.0.1";
    private const string NearToo = "127.0.0.2";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Console_ThroughForwardedPorts_SubmitsFollowsAndLists(bool guarded)
    {
        string connection = await database.Schema(guarded ? "forwarded_guarded" : "forwarded");
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        string[] tls = guarded ? certificates.Silo() : [];
        string[] options = guarded ? certificates.Client() : [];
        await using ServerSilo first = await Start(folder, connection, "a", "127.0.0.11", tls);
        await using ServerSilo second = await Start(folder, connection, "b", "127.0.0.12", [GatewayPort(first), .. tls]);
        await using ForwardedPort toFirst = ForwardedPort.Open(Near, first.GatewayPort, $"127.0.0.11:{first.GatewayPort}");
        await using ForwardedPort toSecond = ForwardedPort.Open(NearToo, first.GatewayPort, $"127.0.0.12:{first.GatewayPort}");

        await Run(0, ["submit", "-f", Write(folder, "forwarded"), "--wait", "--cluster", $"{toFirst},{toSecond}", .. options]);
        foreach (ForwardedPort port in new[] { toFirst, toSecond })
        {
            ConsoleEnd end = await List(0, [$"{port}", .. options]);
            Assert.Contains("forwarded  Succeeded", end.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Console_WhenTheSiloBehindItsForwardedPortIsReplacedByOneElsewhere_FollowsToTheEnd()
    {
        string connection = await database.Schema("replaced");
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await Start(folder, connection, "a", "127.0.0.21", [.. QuickCluster.Detection]);
        await using ForwardedPort port = ForwardedPort.Open(Near, silo.GatewayPort, $"127.0.0.21:{silo.GatewayPort}");

        Task<ConsoleEnd> following = Run(0, ["submit", "-f", Write(folder, "replaced"), "--wait", "--cluster", $"{port}"]);
        await ClusterConnection.Until("a run of the second outer step", () => Task.FromResult(silo.Log.Contains("outer step 2, replica", StringComparison.Ordinal)), where: () => silo.Log);
        await silo.Kill();
        await using ServerSilo successor = await Start(folder, connection, "a", "127.0.0.22", [GatewayPort(silo), .. QuickCluster.Detection]);
        port.LeadTo($"127.0.0.22:{silo.GatewayPort}");

        await following;
        Assert.Contains("replaced  Succeeded", (await List(0, [$"{port}"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_ThroughAForwardedPortOfAnotherNumber_SaysWhichNumberItMustHave()
    {
        string connection = await database.Schema("numbered");
        using TemporaryFolder folder = new();

        // As in a pod, others are told an address that is no loopback address: one that leads nowhere, from the range for documentation.
        await using ServerSilo silo = await Start(folder, connection, "a", "192.0.2.31", "--Fds:Cluster:ListenAddress=127.0.0.31");
        await using ForwardedPort same = ForwardedPort.Open(Near, silo.GatewayPort, $"127.0.0.31:{silo.GatewayPort}");
        await using ForwardedPort other = ForwardedPort.Open(Near, 0, $"127.0.0.31:{silo.GatewayPort}");

        await List(0, [$"{same}"]);
        ConsoleEnd end = await List(3, [$"{other}"]);
        Assert.Contains($"a silo at {other} (from --cluster) accepts connections but does not answer. If the silo's own address is different, use that address, or forward its gateway's port under the same number", end.Talk, StringComparison.Ordinal);
    }

    private static Task<ServerSilo> Start(TemporaryFolder folder, string connection, string name, string address, params string[] settings) => ServerSilo.Start(
        folder[$"state-{name}"],
        [.. QuickCluster.Settings, $"--Fds:SiloName={name}", $"--Fds:Cluster:ConnectionString={connection}", $"--Fds:Cluster:AdvertisedAddress={address}", .. settings]);

    private static string GatewayPort(ServerSilo silo) => string.Create(CultureInfo.InvariantCulture, $"--Fds:GatewayPort={silo.GatewayPort}");

    private static string Write(TemporaryFolder folder, string name)
    {
        string path = folder[$"{name}.yaml"];
        File.WriteAllText(path, SmallStudy.Yaml(name));
        return path;
    }

    private Task<ConsoleEnd> Run(int exitCode, string[] arguments) => Require(exitCode, arguments, ConsoleProcess.Run(arguments));

    /// <summary>Lists the studies, by a clock that gives up four times as soon.</summary>
    private Task<ConsoleEnd> List(int exitCode, string[] cluster)
    {
        string[] arguments = ["list", "--cluster", .. cluster];
        return Require(exitCode, arguments, ConsoleHere.Run(new FasterTime(exitCode == 0 ? 1 : 4), arguments));
    }

    private async Task<ConsoleEnd> Require(int exitCode, string[] arguments, Task<ConsoleEnd> running)
    {
        ConsoleEnd end = await running;
        output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Output}{end.Talk}");
        Assert.Equal(exitCode, end.ExitCode);
        return end;
    }
}
