using Fds.Client.Connections;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Connections;

/// <summary>Where the cluster's address comes from.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class ClusterAddressTests
{
    [Fact]
    public void Address_ComesFromTheOptionThenTheVariableThenTheFileThenLoopback()
    {
        using TemporaryFolder folder = new();
        using EnvironmentValue home = new("XDG_CONFIG_HOME", folder.Path);
        using EnvironmentValue variable = new("FDS_CLUSTER", null);
        Assert.Equal("127.0.0.1:30000", ClusterAddress.Resolve(null).ToString());

        Directory.CreateDirectory(folder["fds"]);
        File.WriteAllText(Path.Combine(folder["fds"], "config.json"), """{"cluster": "10.0.0.1:4000"}""");
        Assert.Equal("10.0.0.1:4000", ClusterAddress.Resolve(null).ToString());

        using EnvironmentValue set = new("FDS_CLUSTER", "10.0.0.2:5000");
        Assert.Equal(("10.0.0.2:5000", "the environment variable FDS_CLUSTER"), (ClusterAddress.Resolve(null).ToString(), ClusterAddress.Resolve(null).Source));
        Assert.Equal("10.0.0.3:30000", ClusterAddress.Resolve("10.0.0.3").ToString());
    }

    [Fact]
    public void Address_WhenItIsAList_HasEveryGatewayOnce()
    {
        ClusterAddress address = ClusterAddress.Resolve("10.0.0.1:4000, 10.0.0.2,10.0.0.1:4000,[::1]:5");

        Assert.Equal("10.0.0.1:4000, 10.0.0.2:30000, [::1]:5", address.ToString());
    }

    [Theory]
    [InlineData(",")]
    [InlineData("10.0.0.1:4000,host:port")]
    [InlineData("10.0.0.1,:80")]
    public void Address_WhenOneOfTheListIsNone_IsRefused(string list) =>
        Assert.Equal(ExitCodes.Usage, Assert.Throws<ConsoleException>(() => ClusterAddress.Resolve(list)).ExitCode);

    [Fact]
    public void ClusterId_ComesFromTheVariableElseIsTheDefault()
    {
        using EnvironmentValue none = new("FDS_CLUSTER_ID", null);
        Assert.Equal("fds", ClusterAddress.Resolve("10.0.0.1").ClusterId);

        using EnvironmentValue set = new("FDS_CLUSTER_ID", "lab");
        Assert.Equal("lab", ClusterAddress.Resolve("10.0.0.1").ClusterId);
    }

    [Theory]
    [InlineData("cluster: here", " is not valid JSON: the error is at line 1, column 1.")]
    [InlineData("{\n  \"cluster\": \"a:1\",\n}", " is not valid JSON: the error is at line 3, column 1.")]
    [InlineData("", " is not valid JSON: the error is at line 1, column 1.")]
    [InlineData("[]", ": expected {\"cluster\": \"HOST:PORT\"}")]
    [InlineData("{}", ": expected {\"cluster\": \"HOST:PORT\"}")]
    [InlineData("{\"cluster\": 3}", ": expected {\"cluster\": \"HOST:PORT\"}")]
    [InlineData("{\"cluster\": \"\"}", ": found ''; expected HOST:PORT")]
    [InlineData(null, " cannot be read: permission is denied, or it is a folder where a file is expected.")]
    public void Address_WhenTheConfigFileIsDamaged_NamesTheFile(string? content, string words)
    {
        using TemporaryFolder folder = new();
        using EnvironmentValue home = new("XDG_CONFIG_HOME", folder.Path);
        using EnvironmentValue variable = new("FDS_CLUSTER", null);
        Directory.CreateDirectory(folder["fds"]);
        string config = Path.Combine(folder["fds"], "config.json");
        if (content is null)
        {
            Directory.CreateDirectory(config);
        }
        else
        {
            File.WriteAllText(config, content);
        }

        ConsoleException refusal = Assert.Throws<ConsoleException>(() => ClusterAddress.Resolve(null));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains($"{config}{words}", refusal.Message, StringComparison.Ordinal);
    }
}
