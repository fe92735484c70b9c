using System.Diagnostics;
using System.Globalization;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Silos end: with their consoles, however those end, and with what they need, whatever goes first.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    [InlineData("HUP")]
    public async Task Validate_WhenItsConsoleEndsWhileTheSiloStartsOrPlans_LeavesNoSilo(string signal)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["tmp"]);
        await File.WriteAllTextAsync(folder["study.yaml"], SmallStudy.Quadratic("brief"), TestContext.Current.CancellationToken);
        using ConsoleProcess console = ConsoleProcess.Start(new Dictionary<string, string> { ["TMPDIR"] = folder["tmp"] }, ["validate", "-f", folder["study.yaml"]]);
        int silo;
        while ((silo = ProcessTable.Children(console.Id).FirstOrDefault()) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        long started = TimeProvider.System.GetTimestamp();
        await console.Signal(signal);
        ConsoleEnd end = await console.WaitForExit();

        Assert.True(await ProcessTable.IsGoneWithin(silo, Soon), "The silo outlived its console.");
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Soon);
        if (signal == "TERM")
        {
            Assert.Equal(130, end.ExitCode);
            Assert.EndsWith("fds: interrupted\n", end.Talk, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
        }
    }

    [Fact]
    public async Task Silo_WhoseStandardInputEndsBeforeItIsReady_EndsAtOnce()
    {
        using TemporaryFolder folder = new();
        using Process silo = Process.Start(new ProcessStartInfo(Programs.Silo, ["--Fds:Private=true", $"--Fds:Storage={folder["state"]}"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        silo.StandardInput.Close();

        using CancellationTokenSource limit = new(Soon);
        await silo.WaitForExitAsync(limit.Token);
        Assert.Equal("", await silo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Silo_WhenItsTerminalGoes_StopsAsOneThatIsToldTo()
    {
        Assert.SkipWhen(IgnoresHangUp(), "SIGHUP is ignored here, as under nohup, and a silo that is started so goes on when its terminal goes.");
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=1"]);
        await silo.Signal("HUP");

        Assert.Equal(0, await silo.WaitForExit(Soon));
    }

    [Fact]
    public async Task Silo_ToldToStopWhileItsDatabaseGoes_EndsWithinItsDrainTime()
    {
        Assert.SkipWhen(PostgreSqlServer.WhyImpossible() is not null, PostgreSqlServer.WhyImpossible() ?? "");
        TimeSpan drain = TimeSpan.FromSeconds(3);
        using TemporaryFolder folder = new();
        await using PostgreSqlServer database = await PostgreSqlServer.Start();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: [.. QuickCluster.Settings, $"--Fds:Cluster:ConnectionString={database.ConnectionString}", $"--Fds:DrainTime={drain}"]);
        Assert.True(silo.IsReady, silo.Handshake.ToString());

        await database.Crash();
        long told = TimeProvider.System.GetTimestamp();
        await silo.Signal("TERM");
        await silo.WaitForExit();

        Assert.InRange(TimeProvider.System.GetElapsedTime(told), TimeSpan.Zero, drain + TimeSpan.FromSeconds(1));
    }

    private static bool IgnoresHangUp()
    {
        string ignored = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) == 1;
    }
}
