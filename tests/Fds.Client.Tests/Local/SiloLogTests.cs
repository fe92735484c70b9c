using System.Text;
using Fds.Client.Local;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Local;

/// <summary>What a console repeats of its silo's log.</summary>
public sealed class SiloLogTests
{
    private const string Said =
        """
        2026-11-29T19:16:13Z warn: Orleans.Runtime.Silo[100405] Note: Silo not running with ServerGC turned on
        2026-11-29T19:16:14Z info: Fds.Grains.Devices.DeviceRegistrar[2025] Device slots of this silo: 1 in pool cpu
        2026-11-29T19:16:15Z warn: Fds.Grains.Devices.WorkCheckpoints[2301] Device local/0 could not leave a checkpoint
        2026-11-29T19:16:16Z fail: Fds.Grains.Studies.StudyGrain[1003] tiny could not be written System.IO.IOException: words    at System.IO.RandomAccess.Write()
           at Fds.Grains.Storage.StateFolder.Replace()
        terminate called after throwing
        frame #0: c10::Error::Error
        """;

    [Fact]
    public async Task LastWords_AreThoseForPeople()
    {
        using TemporaryFolder folder = new();
        SiloLog log = new(folder["silo.log"], outlives: true);
        using MemoryStream said = new(Encoding.UTF8.GetBytes(Said));
        await log.Keep(said);

        Assert.Equal(
            $" Its log is {folder["silo.log"]}. The log ends with:{Environment.NewLine}Device local/0 could not leave a checkpoint{Environment.NewLine}terminate called after throwing",
            log.LastWords());
        Assert.StartsWith(" The log ends with:", new SiloLog(folder["silo.log"], outlives: false).LastWords(), StringComparison.Ordinal);
    }

    [Fact]
    public void LastWords_OfASiloThatSaidNothing_AreNone()
    {
        using TemporaryFolder folder = new();

        Assert.Equal("", new SiloLog(folder["silo.log"], outlives: true).LastWords());
    }
}
