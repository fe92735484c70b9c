using System.Text.Json;
using Fds.Client.Connections;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>The settings of the config file.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class ConfigCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EnvironmentValue home;
    private readonly EnvironmentValue cluster = new("FDS_CLUSTER", null);

    public ConfigCommandTests() => home = new("XDG_CONFIG_HOME", folder.Path);

    [Fact]
    public async Task Config_Set_IsWhatTheConsoleUses_AndGetAndListShow()
    {
        Assert.Equal((ExitCodes.Done, ""), await Run("config", "set", "cluster", "10.0.0.1:4000,10.0.0.2"));
        Assert.Equal("10.0.0.1:4000, 10.0.0.2:30000", ClusterAddress.Resolve(null).ToString());
        Assert.Equal((ExitCodes.Done, "10.0.0.1:4000,10.0.0.2\n"), await Run("config", "get", "cluster"));
        await File.WriteAllTextAsync(folder["ca.pem"], "", TestContext.Current.CancellationToken);
        Assert.Equal((ExitCodes.Done, ""), await Run("config", "set", "tls.authority", folder["ca.pem"]));
        Assert.Equal((ExitCodes.Done, $"SETTING        VALUE\ncluster        10.0.0.1:4000,10.0.0.2\ntls.authority  {folder["ca.pem"]}\n"), await Run("config", "list"));
        using JsonDocument json = JsonDocument.Parse((await Run("config", "list", "-o", "json")).Data);
        Assert.Equal(folder["ca.pem"], json.RootElement.GetProperty("tls.authority").GetString());
        using JsonDocument file = JsonDocument.Parse(await File.ReadAllTextAsync(ConfigFile.Location, TestContext.Current.CancellationToken));
        Assert.Equal(folder["ca.pem"], file.RootElement.GetProperty("tls").GetProperty("authority").GetString());
    }

    [Fact]
    public async Task Config_Unset_LeavesWhatElseThereIs_AndNoFileWhereNothingIs()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile.Location)!);
        await File.WriteAllTextAsync(ConfigFile.Location, """{"cluster": "a:1", "later": {"unknown": [1]}, "tls": {"key": "k.pem"}}""", TestContext.Current.CancellationToken);
        await Run("config", "unset", "tls.key");
        Assert.Equal("""{"cluster":"a:1","later":{"unknown":[1]}}""", JsonSerializer.Serialize(JsonDocument.Parse(await File.ReadAllTextAsync(ConfigFile.Location, TestContext.Current.CancellationToken))));
        await File.WriteAllTextAsync(ConfigFile.Location, """{"cluster": "a:1"}""", TestContext.Current.CancellationToken);
        await Run("config", "unset", "cluster");

        Assert.False(File.Exists(ConfigFile.Location));
        Assert.Equal("127.0.0.1:30000", ClusterAddress.Resolve(null).ToString());
    }

    /// <summary>Certificates alone name no cluster, and hide none.</summary>
    [Fact]
    public async Task Config_OfCertificatesAlone_LeavesTheUsualCluster()
    {
        await File.WriteAllTextAsync(folder["key.pem"], "", TestContext.Current.CancellationToken);
        await Run("config", "set", "tls.key", folder["key.pem"]);

        Assert.Equal("127.0.0.1:30000", ClusterAddress.Resolve(null).ToString());
    }

    [Theory]
    [InlineData(ExitCodes.StudyFailed, "cluster is not set in ", "config", "get", "cluster")]
    [InlineData(ExitCodes.Usage, "key: found 'clustre'; expected one of cluster, tls.authority, tls.certificate, tls.key. Did you mean 'cluster'?", "config", "get", "clustre")]
    [InlineData(ExitCodes.Usage, "cluster: found 'host:port'; expected HOST:PORT, or several of them separated by commas.", "config", "set", "cluster", "host:port")]
    [InlineData(ExitCodes.Usage, "cluster: found ''; expected HOST:PORT", "config", "set", "cluster", "")]
    [InlineData(ExitCodes.Usage, "tls.key: found 'absent.pem'; expected an existing PEM file.", "config", "set", "tls.key", "absent.pem")]
    [InlineData(ExitCodes.Usage, "expected a command: one of get, set, unset, list.", "config")]
    public async Task Config_WhenItIsWrong_SaysWhatIsAllowed(int code, string words, params string[] arguments)
    {
        using Recorder recorder = new();
        Assert.Equal(code, await FdsConsole.Run(arguments, recorder.Terminal));
        Assert.Contains(words, recorder.Talk, StringComparison.Ordinal);
        Assert.False(File.Exists(ConfigFile.Location));
    }

    [Fact]
    public async Task Config_OfAFileThatIsNone_IsNotOverwritten()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile.Location)!);
        await File.WriteAllTextAsync(ConfigFile.Location, "[1]", TestContext.Current.CancellationToken);
        using Recorder recorder = new();

        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["config", "set", "cluster", "a:1"], recorder.Terminal));
        Assert.Equal("[1]", await File.ReadAllTextAsync(ConfigFile.Location, TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        home.Dispose();
        cluster.Dispose();
        folder.Dispose();
    }

    private static async Task<(int Code, string Data)> Run(params string[] arguments)
    {
        using Recorder recorder = new();
        return (await FdsConsole.Run(arguments, recorder.Terminal), recorder.Data);
    }
}
