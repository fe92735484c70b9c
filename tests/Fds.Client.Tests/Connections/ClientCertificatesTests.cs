using Fds.Client.Connections;
using Fds.Testing;
using Fds.Transport.Certificates;
using Xunit;

namespace Fds.Client.Tests.Connections;

/// <summary>Where the console's certificates come from.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class ClientCertificatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EnvironmentValue[] variables;

    public ClientCertificatesTests() =>
        variables = [new("XDG_CONFIG_HOME", folder.Path), .. ClientCertificates.Names.Select(name => new EnvironmentValue(name.Variable, null))];

    public void Dispose()
    {
        foreach (EnvironmentValue variable in variables)
        {
            variable.Dispose();
        }

        folder.Dispose();
    }

    [Fact]
    public void Certificates_WhenNoneAreNamed_AreNone() => Assert.Null(ClientCertificates.Resolve([null, null, null]));

    [Fact]
    public void Certificates_ComeFromOptionsThenVariablesThenTheFile()
    {
        Directory.CreateDirectory(folder["fds"]);
        string config = Path.Combine(folder["fds"], "config.json");
        File.WriteAllText(config, """{"cluster": "10.0.0.1", "tls": {"authority": "a", "certificate": "/b", "key": "c"}}""");
        CertificatePaths filed = ClientCertificates.Resolve([null, null, null])!;
        Assert.Equal(new NamedFile($"tls.authority in {config}", Path.Combine(folder["fds"], "a")), filed.Authority);
        Assert.Equal("/b", filed.Certificate.Path);

        using EnvironmentValue authority = new("FDS_TLS_AUTHORITY", "va");
        using EnvironmentValue certificate = new("FDS_TLS_CERTIFICATE", "vb");
        using EnvironmentValue key = new("FDS_TLS_KEY", "vc");
        CertificatePaths named = ClientCertificates.Resolve([null, "ob", null])!;
        Assert.Equal(new CertificatePaths(new("FDS_TLS_AUTHORITY", "va"), new("--tls-certificate", "ob"), new("FDS_TLS_KEY", "vc")), named);
    }

    [Fact]
    public void Certificates_WhenOneIsMissing_NamesIt()
    {
        ConsoleException refusal = Assert.Throws<ConsoleException>(() => ClientCertificates.Resolve(["ca.crt", null, "key"]));
        Assert.Equal((ExitCodes.Usage, "--tls-authority is set, but --tls-certificate (FDS_TLS_CERTIFICATE) is not. TLS needs all three: authority, certificate and key."), (refusal.ExitCode, refusal.Message));
    }

    [Fact]
    public async Task Command_WhenACertificateIsAbsent_NamesOptionAndFileAndContactsNobody()
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["list", "--tls-authority", folder["absent"], "--tls-certificate", "b", "--tls-key", "c"], recorder.Terminal));
        Assert.Contains($"--tls-authority: the file {folder["absent"]} cannot be read: ", recorder.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("65535")]
    [InlineData("1073741825")]
    [InlineData("much")]
    public async Task Command_WhenTheLimitOnMessagesIsOutOfRange_SaysWhatIsAllowed(string limit)
    {
        using EnvironmentValue variable = new("FDS_MAX_MESSAGE_BYTES", limit);
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["list"], recorder.Terminal));
        Assert.Contains($"FDS_MAX_MESSAGE_BYTES: found '{limit}'; expected a whole number from 65536 to 1073741824.", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenTheStudyFileIsTooLarge_SaysSo()
    {
        await File.WriteAllBytesAsync(folder["large.yaml"], new byte[(1 << 20) + 1], TestContext.Current.CancellationToken);
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["submit", "-f", folder["large.yaml"]], recorder.Terminal));
        Assert.Contains("large.yaml' is not a study file: it has more than 1048576 characters.", recorder.Talk, StringComparison.Ordinal);
    }
}
