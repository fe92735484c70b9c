using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests.Security;

/// <summary>Who gets into a real silo, and what a study may ask of it: what is refused is told why and counted.</summary>
public sealed class AccessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Connections_OfAGuardedSilo_AreOpenToItsOwnConsolesAndToNobodyElse()
    {
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        await using ServerSilo silo = await ServerSilo.Start(folder["state"], certificates.Silo());

        await Run(silo, 0, certificates.Client(), "submit", "-f", WriteStudy(folder, "guarded"), "--wait");
        Assert.Contains("guarded  Succeeded", (await Run(silo, 0, certificates.Client(), "list")).Output, StringComparison.Ordinal);
        Assert.Contains("learningRate", (await Run(silo, 0, certificates.Client(), "results", "guarded")).Output, StringComparison.Ordinal);

        ConsoleEnd expired = await Run(silo, 3, certificates.Expired(), "list");
        Assert.Contains("the other end refused this one: its certificate has expired", expired.Talk, StringComparison.Ordinal);
        ConsoleEnd stranger = await Run(silo, 3, certificates.OfStranger(), "list");
        Assert.Contains("its certificate does not come from this cluster's authority", stranger.Talk, StringComparison.Ordinal);
        ConsoleEnd none = await ConsoleHere.Run(new FasterTime(4), ["list", "--cluster", silo.Gateway]);
        Assert.Equal(3, none.ExitCode);
        Assert.Contains("If it asks for certificates, name yours with --tls-authority", none.Talk, StringComparison.Ordinal);
        ConsoleEnd wrongPort = await ConsoleHere.Run(["list", "--cluster", $"127.0.0.1:{silo.SiloPort}", .. certificates.Client()]);
        Assert.Equal(3, wrongPort.ExitCode);
        Assert.Contains("the role in its certificate (OU) may not open this port", wrongPort.Talk, StringComparison.Ordinal);
        await Knock(silo, SslProtocols.Tls13);
        await Knock(silo, SslProtocols.Tls12);

        await RequireCounts(
            silo,
            """fds_connections_accepted[a-z_]*{[^}]*port="gateway"[^}]*} [1-9]""",
            Refused("gateway", "expired"),
            Refused("gateway", "wrong-authority"),
            Refused("gateway", "no-tls"),
            Refused("gateway", "no-certificate"),
            Refused("gateway", "old-tls"),
            Refused("silo", "wrong-role"),
            """fds_certificate_remaining_seconds{[^}]*} 2[0-9]{6}""");

        // New files, no restart: the stranger's authority is trusted from now on.
        certificates.TrustStranger();
        await Run(silo, 0, certificates.OfStranger(), "list");

        string log = await silo.Kill();
        Assert.Contains("guarded by mutual TLS 1.3", log, StringComparison.Ordinal);
        Assert.Contains("New certificates are in force", log, StringComparison.Ordinal);
        Assert.Matches(new Regex(@"Refused a connection \(Silo\) with 127\.0\.0\.1:\d+, WrongRole: "), log);
    }

    [Fact]
    public async Task Studies_ThatAskForWhatTheyMayNotHave_AreRefusedWithAReasonAndCounted()
    {
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateDirectory(folder["secret"]);
        Directory.CreateSymbolicLink(Path.Combine(folder["data"], "link"), folder["secret"]);
        await using ServerSilo silo = await ServerSilo.Start(folder["state"], [$"--Fds:Data={folder["data"]}", "--Fds:Registration=00:00:00.200", .. certificates.Silo()]);

        await RequireRefusal("absolute", $"{{name: images, path: {folder["secret"]}}}", "auto", "data.path must be relative to the data folder");
        await RequireRefusal("upwards", "{name: images, path: sub/../../secret}", "auto", "Remove every '..'");
        await RequireRefusal("linked", "{name: images, path: link}", "auto", "outside the data folder");
        await RequireRefusal("device", "{name: glyphs}", "cuda", "no silo of this cluster has such a device. There are: cpu.");

        await File.WriteAllTextAsync(folder["long.yaml"], new string('#', 2 << 20), TestContext.Current.CancellationToken);
        Assert.Contains("long.yaml' is not a study file: it has more than 1048576 characters.", (await Run(silo, 2, certificates.Client(), "submit", "-f", folder["long.yaml"])).Talk, StringComparison.Ordinal);
        await SendTooMuch(silo, certificates);

        await RequireCounts(
            silo,
            """fds_studies_refused[a-z_]*{[^}]*reason="path"[^}]*} [3-9]""",
            """fds_studies_refused[a-z_]*{[^}]*reason="device"[^}]*} 1""",
            """fds_studies_refused[a-z_]*{[^}]*reason="size"[^}]*} 1""");

        async Task RequireRefusal(string name, string data, string device, string reason)
        {
            ConsoleEnd end = await Run(silo, 2, certificates.Client(), "submit", "-f", WriteStudy(folder, name, data, device), "--wait");
            Assert.Contains(reason, end.Talk, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", end.Talk, StringComparison.Ordinal);
        }
    }

    private static string Refused(string port, string reason) => $$"""fds_connections_refused[a-z_]*{[^}]*port="{{port}}"[^}]*reason="{{reason}}"[^}]*} [1-9]""";

    /// <summary>A study whose file is too long for the cluster, then one that is too long for a message, from a client without limits.</summary>
    private static async Task SendTooMuch(ServerSilo silo, TestCertificates certificates)
    {
        await using GuardedConnection client = await GuardedConnection.Open(silo, certificates.ClientPaths());
        StudySubmission study = Studies.Small("large");
        StudyRefusedException refused = await Assert.ThrowsAsync<StudyRefusedException>(() => client.Study("large").Submit(study with { File = new string('#', 2 << 20) }));
        Assert.Equal("the study file has 2097152 characters; at most 1048576 are allowed.", refused.Message);
        await Assert.ThrowsAnyAsync<Exception>(() => client.Study("large").Submit(study with { File = new string('#', 20 << 20) }));
    }

    /// <summary>A handshake without a certificate.</summary>
    private static async Task Knock(ServerSilo silo, SslProtocols protocol)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", silo.GatewayPort, TestContext.Current.CancellationToken);
        await using SslStream stream = new(client.GetStream(), false, (_, _, _, _) => true);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "fds", EnabledSslProtocols = protocol }, TestContext.Current.CancellationToken);
            Assert.NotEqual(SslProtocols.Tls12, protocol);
            Assert.Equal(1, await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken));
        }
        catch (Exception e) when (protocol == SslProtocols.Tls12 && e is AuthenticationException or IOException)
        {
            // As it should be.
        }
    }

    private async Task<ConsoleEnd> Run(ServerSilo silo, int exitCode, string[] certificates, params string[] arguments)
    {
        ConsoleEnd end = await ConsoleHere.Run([.. arguments, "--cluster", silo.Gateway, .. certificates]);
        output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Talk}");
        Assert.Equal(exitCode, end.ExitCode);
        return end;
    }

    private static async Task RequireCounts(ServerSilo silo, params string[] patterns)
    {
        using HttpClient http = new();
        string metrics = "";
        List<string> missing = [.. patterns];
        for (int scrape = 0; scrape < 50 && missing.Count > 0; scrape++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            metrics = await http.GetStringAsync(silo.Metrics, TestContext.Current.CancellationToken);
            missing.RemoveAll(pattern => Regex.IsMatch(metrics, pattern));
        }

        string counted = string.Join(Environment.NewLine, metrics.Split('\n').Where(line => line.StartsWith("fds_c", StringComparison.Ordinal) || line.Contains("refused", StringComparison.Ordinal)));
        Assert.True(missing.Count == 0, $"Never seen: {string.Join(", ", missing)} in{Environment.NewLine}{counted}");
    }

    private static string WriteStudy(TemporaryFolder folder, string name, string data = "{name: glyphs}", string device = "auto")
    {
        string path = folder[$"{name}.yaml"];
        File.WriteAllText(path, $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: {{name}}}
            spec:
              data: {{data}}
              model: {name: mlp}
              inner: {batchSize: 32, steps: 8}
              hyperparameters:
                learningRate: {windows: 1, initial: 0.01}
              outer: {steps: 1}
              seeds: {count: 1}
              resources: {device: {{device}}}
            """);
        return path;
    }
}
