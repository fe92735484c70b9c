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
    [InlineData("echo 'no libtorch' >&2", "the silo ended with code 0 before it was ready. Its log is {0}. The log ends with:\nno libtorch")]
    [InlineData("echo 'no libtorch' >&2; kill -KILL $$", "the silo was killed (signal 9), which can mean that memory ran out, before it was ready. Its log is {0}. The log ends with:\nno libtorch")]
    [InlineData("printf 'Unhandled exception. System.Exception: words\n   at Fds.Silo.Program.Main()\n' >&2; kill -ABRT $$", "the silo ended by signal 6 before it was ready. Its log is {0}.")]
    public async Task Silo_WhenItDoesNotStart_SaysWhy(string script, string words)
    {
        using TemporaryFolder folder = new();
        PrivateSiloOptions options = new(Script(folder, script), folder["state"], null, 1, 1);
        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => PrivateSilo.Start(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal(ExitCodes.StudyFailed, failure.ExitCode);
        Assert.Equal(string.Format(words, folder["state/silo.log"]), failure.Message);
    }

    [Fact]
    public async Task Silo_WhenItIsNone_IsRefusedByWhatItSays()
    {
        using TemporaryFolder folder = new();
        PrivateSiloOptions options = new(Script(folder, "echo hello; cat > /dev/null"), folder["state"], null, 1, 1);
        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => PrivateSilo.Start(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal((ExitCodes.Usage, $"{options.Program} is not a silo: it printed 'hello' where a silo prints its addresses. Check FDS_SILO."), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task Silo_WhenItCannotBeExecuted_IsRefusedByName()
    {
        using TemporaryFolder folder = new();
        string program = Script(folder, "exit 0");
        File.SetUnixFileMode(program, UnixFileMode.UserRead);
        ConsoleException failure = await Assert.ThrowsAsync<ConsoleException>(() => PrivateSilo.Start(new(program, folder["state"], null, 1, 1), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Equal((ExitCodes.Usage, $"the silo's program {program} cannot be started: Permission denied."), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task Silo_WhenTheConsoleIsInterruptedWhileItStarts_IsNotWaitedForLong()
    {
        using TemporaryFolder folder = new();
        PrivateSiloOptions options = new(Script(folder, "echo $$ > \"${0%/*}/pid\"; exec sleep 100"), folder["state"], null, 1, 1);
        using CancellationTokenSource interrupt = new();
        Task<PrivateSilo> starting = PrivateSilo.Start(options, TimeProvider.System, interrupt.Token);
        while (!File.Exists(folder["pid"]) || File.ReadAllText(folder["pid"]).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        long started = TimeProvider.System.GetTimestamp();
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 15);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(folder["pid"]).Trim()}"), "The silo outlived the interruption.");
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
        Assert.Contains($"the silo was not ready within 60 s. Its log is {folder["state/silo.log"]}. The log ends with:\nstill starting", failure.Message, StringComparison.Ordinal);
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
    public void Program_WhenTheEnvironmentNamesNone_IsRefusedInsteadOfAnother()
    {
        using TemporaryFolder folder = new();
        foreach ((string path, string what) in new[] { (folder["nowhere"], "does not exist"), (folder.Path, "is a folder"), (folder["text"], "is not executable") })
        {
            File.WriteAllText(folder["text"], "");
            using EnvironmentValue named = new("FDS_SILO", path);
            ConsoleException refusal = Assert.Throws<ConsoleException>(SiloProgram.Find);
            Assert.Equal((ExitCodes.Usage, $"FDS_SILO: found '{path}', which {what}; expected the program fds-silo."), (refusal.ExitCode, refusal.Message));
        }
    }

    /// <summary>As the tools of one folder are, as an archive unpacks, and as the build has them.</summary>
    [Theory]
    [InlineData("tools/.store/fds.console/0.1.0/fds.console/0.1.0/tools/net10.0/any/", "tools/fds-silo")]
    [InlineData("fds-0.1.0-linux-x64/console/", "fds-0.1.0-linux-x64/silo/fds-silo")]
    [InlineData("app", "app/fds-silo")]
    [InlineData("artifacts/bin/Fds.Client/release", "artifacts/bin/Fds.Silo/release/fds-silo")]
    public void Program_WhereItIsInstalledWithTheConsole_IsFound(string console, string silo)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.GetDirectoryName(folder[silo])!);
        File.WriteAllText(folder[silo], "");

        Assert.Equal(folder[silo], SiloProgram.Places(folder[console]).First(File.Exists));
    }

    private static string Script(TemporaryFolder folder, string body)
    {
        string path = folder["fds-silo"];
        File.WriteAllText(path, $"#!/bin/bash\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
