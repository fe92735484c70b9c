using Fds.Client.Local;
using Fds.Contracts.Folders;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Local;

/// <summary>The temporary folder of a silo that only plans.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class PlanFolderTests
{
    [Fact]
    public void Folder_WhenDisposedOf_IsGone()
    {
        using TemporaryFolder place = new();
        using EnvironmentValue temporary = new("TMPDIR", place.Path);
        using (PlanFolder folder = PlanFolder.Make(TimeProvider.System))
        {
            Directory.CreateDirectory(Path.Combine(folder.State, "deep"));
            Assert.StartsWith(place.Path, folder.State, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public void Folders_OfConsolesThatWereKilled_GoWithTheNextThatIsMade()
    {
        using TemporaryFolder place = new();
        using EnvironmentValue temporary = new("TMPDIR", place.Path);
        foreach (string name in (string[])["fds-plan-left", "fds-plan-console", "fds-plan-silo", "fds-plan-young", "another"])
        {
            Directory.CreateDirectory(place[$"{name}/state"]);
            if (name != "fds-plan-young")
            {
                Directory.SetLastWriteTimeUtc(place[name], TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1));
            }
        }

        using (FolderLock console = FolderLock.Take(place["fds-plan-console"]))
        using (FolderLock silo = FolderLock.Take(place["fds-plan-silo/state"]))
        {
            // Taking a lock makes its file, which is young.
            Directory.SetLastWriteTimeUtc(place["fds-plan-console"], TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1));
            using PlanFolder folder = PlanFolder.Make(TimeProvider.System);
        }

        Assert.Equal(["another", "fds-plan-console", "fds-plan-silo", "fds-plan-young"], Directory.GetDirectories(place.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Folder_WhereThereIsNoPlaceForIt_IsRefusedByTheVariable()
    {
        using EnvironmentValue temporary = new("TMPDIR", "/nonexistent");
        ConsoleException refusal = Assert.Throws<ConsoleException>(() => PlanFolder.Make(TimeProvider.System));

        Assert.Equal((ExitCodes.Usage, "the folder of temporary files, /nonexistent/, does not exist. Name one with the environment variable TMPDIR."), (refusal.ExitCode, refusal.Message));
    }
}
