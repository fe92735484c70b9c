using System.Runtime.Versioning;
using Fds.Client.Local;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Local;

/// <summary>The console's talk with the silo it starts, which here is a script.</summary>
[Collection(EnvironmentTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class PrivateSiloTests
{
    [Fact]
    public async Task Silo_WhenItIsReady_IsWhereItSays()
    {
        using TemporaryFolder folder = new();
        string program = Script(folder, """
            echo "$@" >&2
            echo '{"ready":true,"gateway":"127.0.0.1:41234","metrics":"http://127.0.0.1:41235/metrics","cluster":"fds","service":"fds"}'
            cat > /dev/null
            echo "standard input ended" >&2
            """);
        PrivateSiloOptions options = new(program, folder["state"], folder["data"], Slots: 3, ThreadsPerSlot: 2);
        await using (PrivateSilo silo = await PrivateSilo.Start(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Assert.Equal(("127.0.0.1:41234", "http://127.0.0.1:41235/metrics"), (silo.Address.ToString(), silo.Metrics));
        }

        string log = await File.ReadAllTextAsync(Path.Combine(folder["state"], "silo.log"), TestContext.Current.CancellationToken);
        Assert.StartsWith($"--Fds:Private=true --Fds:SiloName=local --Fds:Storage={folder["state"]} --Fds:Slots=3 --Fds:ThreadsPerSlot=2 --Fds:Data={folder["data"]}", log, StringComparison.Ordinal);
        Assert.EndsWith("standard input ended\n", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""echo '{"ready":false,"error":"The state folder is in use."}'""", "The state folder is in use.")]
    [InlineData("echo 'no libtorch' >&2", "the silo ended before it was ready. Its last words:\nno libtorch")]
    public async Task Silo_WhenItDoesNotStart_SaysWhy(string script, string words)
    {
        using TemporaryFolder folder = new();
        PrivateSiloOptions options = new(Script(folder, script), folder["state"], null, 1, 1);
        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => PrivateSilo.Start(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.StudyFailed, failure.ExitCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_WhenItsLogCannotBeWritten_IsReadAllTheSameAndEndsWell()
    {
        using TemporaryFolder folder = new();
        string program = Script(folder, """
            head --bytes 300000 /dev/zero >&2
            echo '{"ready":true,"gateway":"127.0.0.1:41234","metrics":"http://127.0.0.1:41235/metrics","cluster":"fds","service":"fds"}'
            cat > /dev/null
            head --bytes 300000 /dev/zero >&2
            touch "${0%/*}/ended"
            """);
        Directory.CreateDirectory(folder["state"]);
        File.CreateSymbolicLink(folder["state/silo.log"], "/dev/full");
        PrivateSiloOptions options = new(program, folder["state"], null, 1, 1);
        await using (await PrivateSilo.Start(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
        }

        Assert.True(File.Exists(folder["ended"]));
    }

    [Fact]
    public async Task Silo_WhenItIsNotReadyInTime_IsSaidToBeSlowAndNotInterrupted()
    {
        using TemporaryFolder folder = new();
        PrivateSiloOptions options = new(Script(folder, "cat > /dev/null; echo 'still starting' >&2"), folder["state"], null, 1, 1);
        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => PrivateSilo.Start(options, new HurriedTime(), TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.StudyFailed, failure.ExitCode);
        Assert.Contains("the silo was not ready within 60 s. Its last words:\nstill starting", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_GiveEachReplicaASlotAndShareTheCores()
    {
        using TemporaryFolder folder = new();
        using EnvironmentValue program = new("FDS_SILO", Script(folder, "exit 0"));
        using EnvironmentValue data = new("FDS_DATA", null);
        int cores = Environment.ProcessorCount;

        PrivateSiloOptions one = PrivateSiloOptions.For("state", null, replicas: 1, slots: null);
        Assert.Equal((1, cores), (one.Slots, one.ThreadsPerSlot));
        PrivateSiloOptions many = PrivateSiloOptions.For("state", null, replicas: 1000, slots: null);
        Assert.Equal((cores, 1), (many.Slots, many.ThreadsPerSlot));
        Assert.Equal(7, PrivateSiloOptions.For("state", null, replicas: 1, slots: 7).Slots);
        Assert.Null(many.DataFolder);
        Assert.Equal(Path.GetFullPath("data"), PrivateSiloOptions.For("state", "data", 1, null).DataFolder);
    }

    [Fact]
    public void Program_WhenNamedByTheEnvironment_IsThat()
    {
        using TemporaryFolder folder = new();
        string program = Script(folder, "exit 0");
        using EnvironmentValue named = new("FDS_SILO", program);
        Assert.Equal(program, SiloProgram.Find());
    }

    [Fact]
    public async Task Silo_WhenItIsAnotherProgram_IsRefused()
    {
        using TemporaryFolder folder = new();
        foreach (string program in (string[])["/bin/echo", Script(folder, "exit 0\n#", interpreter: "/nonexistent")])
        {
            ConsoleException refusal = await Assert.ThrowsAsync<ConsoleException>(
                () => PrivateSilo.Start(new(program, folder["state"], null, 1, 1), TimeProvider.System, TestContext.Current.CancellationToken));
            Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
            Assert.StartsWith(program == "/bin/echo" ? "/bin/echo is not the program fds-silo" : $"the program {program} cannot be started: No such file", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("absent", "where there is no file.")]
    [InlineData("folder", "which is a folder.")]
    [InlineData("text", "which may not be executed.")]
    public void Program_WhenTheEnvironmentNamesNone_IsRefused(string name, string words)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["folder"]);
        File.WriteAllText(folder["text"], "");
        using EnvironmentValue named = new("FDS_SILO", folder[name]);

        ConsoleException refusal = Assert.Throws<ConsoleException>(SiloProgram.Find);
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains($"the environment variable FDS_SILO names '{folder[name]}', {words}", refusal.Message, StringComparison.Ordinal);
    }

    private static string Script(TemporaryFolder folder, string body, string interpreter = "/bin/bash")
    {
        string path = folder["fds-silo"];
        File.WriteAllText(path, $"#!{interpreter}\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
