using System.Diagnostics;
using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests.Security;

/// <summary>Silos that must not come up, the command that makes certificates, and consoles whose certificates cannot be used.</summary>
public sealed class GuardedStartTests
{
    [Fact]
    public async Task Silo_WhenItsCertificatesCannotBeUsed_NamesTheSetting()
    {
        using TemporaryFolder folder = new();
        string[] settings = new TestCertificates(folder).Silo();
        File.Delete(folder["silo.key"]);

        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], settings);

        Assert.Equal(1, code);
        Assert.Contains($"fds-silo: Fds:Tls:Key: the file {folder["silo.key"]} cannot be read: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_WhenOnlySomeCertificatesAreSet_NamesTheRest()
    {
        using TemporaryFolder folder = new();

        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], new TestCertificates(folder).Silo()[..1]);

        Assert.Equal(1, code);
        Assert.Contains("fds-silo: Fds:Tls:Authority is set, but Fds:Tls:Certificate and Fds:Tls:Key is not.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Fds:MaxMessageBytes=1", "Fds:MaxMessageBytes must be a whole number from 65536 to 1073741824, but is '1'.")]
    [InlineData("--Fds:HttpAddress=everywhere", "Fds:HttpAddress must be an IP address, e.g. 127.0.0.1 or 0.0.0.0, but is 'everywhere'.")]
    public async Task Silo_WhenALimitOrAddressIsWrong_NamesIt(string setting, string message)
    {
        using TemporaryFolder folder = new();

        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], setting);

        Assert.Equal(1, code);
        Assert.Matches(new Regex($"^fds-silo: .*{Regex.Escape(message)}", RegexOptions.Multiline), errors);
    }

    [Fact]
    public async Task Silo_BeyondLoopbackWithoutTls_RefusesToStart()
    {
        using TemporaryFolder folder = new();

        (int code, string errors) = await ServerSilo.StartInVain(folder["state"], "--Orleans:Endpoints:GatewayListeningEndpoint=0.0.0.0:0");

        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Contains("without TLS, open to everyone who can reach it. Set Fds:Tls:Authority", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_BeyondLoopbackWithoutTlsWhenToldTo_SaysSoLoudly()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await ServerSilo.Start(folder["state"], "--Orleans:Endpoints:GatewayListeningEndpoint=0.0.0.0:0", "--Fds:Tls:Off=true");

        Assert.Matches(new Regex(@"crit: .*\[4305\] NO TLS: this silo listens on .*0\.0\.0\.0:0 and does whatever anyone who can reach it asks"), await silo.Kill());
    }

    [Fact]
    public async Task Certs_MakesASetThatASiloAndAConsoleUnderstandEachOtherWith()
    {
        using TemporaryFolder folder = new();
        (int code, string[] lines) = await Certs("--to", folder["certs"], "--days", "3");
        Assert.Equal((0, 6), (code, lines.Length));
        Assert.Equal(2, (await Certs("--to", folder["certs"], "--days", "soon")).ExitCode);

        Dictionary<string, string> files = lines.ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);
        await using ServerSilo silo = await ServerSilo.Start(
            folder["state"], $"--Fds:Tls:Authority={files["Fds__Tls__Authority"]}", $"--Fds:Tls:Certificate={files["Fds__Tls__Certificate"]}", $"--Fds:Tls:Key={files["Fds__Tls__Key"]}");
        string[] options = ["--tls-authority", files["FDS_TLS_AUTHORITY"], "--tls-certificate", files["FDS_TLS_CERTIFICATE"], "--tls-key", files["FDS_TLS_KEY"]];
        ConsoleEnd end = await ConsoleProcess.Run(["list", "--cluster", silo.Gateway, .. options]);
        Assert.True(end.ExitCode == 0, end.Talk);
    }

    private static async Task<(int ExitCode, string[] Lines)> Certs(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Programs.Silo, ["certs", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
