using Fds.Client.Local;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>A console alone, as in its image: without a silo's program beside it, and with none named.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class NoSiloTests
{
    [Fact]
    public async Task Plan_WhenThereIsNeitherASiloNorACluster_IsNone()
    {
        using TemporaryFolder home = new();
        using EnvironmentValue config = new("XDG_CONFIG_HOME", home.Path);
        using EnvironmentValue cluster = new("FDS_CLUSTER", null);
        using Recorder recorder = new();

        Assert.Null(await new PlanSource(recorder.Terminal, () => null).Plan(
            StudyFileReader.Read(MalformedStudies.Good, "good.yaml").Specification!, "good.yaml", data: null, cluster: null, address => address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Plan_WhenThereIsNoSiloButAClusterIsNamed_IsAskedOfThatOne()
    {
        using EnvironmentValue cluster = new("FDS_CLUSTER", "127.0.0.1:1");
        using Recorder recorder = new(new FasterTime(8));

        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => new PlanSource(recorder.Terminal, () => null).Plan(
            StudyFileReader.Read(MalformedStudies.Good, "good.yaml").Specification!, "good.yaml", data: null, cluster: null, address => address, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Unreachable, failure.ExitCode);
        Assert.Equal("fds: there is no silo on this machine, so the cluster at 127.0.0.1:1 (from the environment variable FDS_CLUSTER) makes the plan\n", recorder.Talk);
    }
}
