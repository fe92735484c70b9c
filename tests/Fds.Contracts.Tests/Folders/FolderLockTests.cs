using Fds.Contracts.Folders;
using Fds.Testing;
using Xunit;

namespace Fds.Contracts.Tests.Folders;

/// <summary>Who may use a state folder, and what is said to who may not.</summary>
public sealed class FolderLockTests
{
    [Fact]
    public void Lock_WhenAnotherHasIt_IsRefusedUntilThatOneIsDisposedOf()
    {
        using TemporaryFolder folder = new();
        using (FolderLock first = FolderLock.Take(folder["state"]))
        {
            IOException refusal = Assert.Throws<IOException>(() => FolderLock.Take(folder["state"]));
            Assert.Equal($"The state folder {folder["state"]} is in use by another process. Stop that one first, or name another folder.", refusal.Message);
        }

        using FolderLock next = FolderLock.Take(folder["state"]);
    }

    [Fact]
    public void Lock_WhenTheSystemRefusesTheFile_SaysWhatTheSystemSays()
    {
        using TemporaryFolder loop = new();
        File.CreateSymbolicLink(loop[".lock"], loop[".lock"]);
        using TemporaryFolder directory = new();
        Directory.CreateDirectory(directory[".lock"]);
        using TemporaryFolder file = new();
        File.WriteAllText(file["state"], "");

        foreach (string folder in (string[])[loop.Path, directory.Path, file["state"]])
        {
            IOException refusal = Assert.Throws<IOException>(() => FolderLock.Take(folder));
            Assert.StartsWith($"The state folder {folder} cannot be used: ", refusal.Message, StringComparison.Ordinal);
            Assert.EndsWith(folder == file["state"] ? "it is a file." : $"{DiskFault.Reason(refusal.InnerException!, folder)}.", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Empty_LeavesTheLockAndNothingElse()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["study/deep"]);
        File.WriteAllText(folder["study/deep/a.state"], "state");
        File.WriteAllText(folder["silo.log"], "log");
        using FolderLock held = FolderLock.Take(folder.Path);
        held.Empty();

        Assert.Equal([folder[".lock"]], Directory.GetFileSystemEntries(folder.Path));
        Assert.Throws<IOException>(() => FolderLock.Take(folder.Path));
    }
}
