using System.Text;
using Fds.Contracts.Faults;
using Fds.Grains.Storage;
using Orleans.Storage;
using Xunit;

namespace Fds.Grains.Tests.Storage;

public sealed class StateFolderTests : IDisposable
{
    private const string Name = "study/fds-study%2Fa.state";
    private static readonly byte[] First = Encoding.UTF8.GetBytes("first\nwith a second line and spaces");
    private static readonly byte[] Second = Encoding.UTF8.GetBytes("second");

    private readonly TemporaryFolder temporary = new();

    private string FilePath => Path.Combine(temporary.Path, Name);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Read_WhenNothingIsStored_IsNull()
    {
        using StateFolder folder = new(temporary.Path);

        Assert.Null(folder.Read(Name));
    }

    [Fact]
    public async Task Replace_WhenVersionsMatch_StoresEachVersionInTurn()
    {
        using StateFolder folder = new(temporary.Path);
        string first = await folder.Replace(Name, null, First);
        Assert.Equal(First, folder.Read(Name)!.Body);
        string second = await folder.Replace(Name, first, Second);

        Assert.Equal(Second, folder.Read(Name)!.Body);
        Assert.Equal(second, folder.Read(Name)!.ETag);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Replace_WhenTheBodyIsEmpty_IsReadBackEmpty()
    {
        using StateFolder folder = new(temporary.Path);
        await folder.Replace(Name, null, ReadOnlyMemory<byte>.Empty);

        Assert.Empty(folder.Read(Name)!.Body);
    }

    [Fact]
    public async Task Replace_WhenAnotherVersionIsStored_RefusesAndKeepsIt()
    {
        using StateFolder folder = new(temporary.Path);
        string first = await folder.Replace(Name, null, First);
        string second = await folder.Replace(Name, first, Second);

        InconsistentStateException stale = await Assert.ThrowsAsync<InconsistentStateException>(() => folder.Replace(Name, first, First));
        Assert.Equal(second, stale.StoredEtag);
        Assert.Equal(first, stale.CurrentEtag);
        await Assert.ThrowsAsync<InconsistentStateException>(() => folder.Replace(Name, null, First));
        Assert.Equal(Second, folder.Read(Name)!.Body);
    }

    [Fact]
    public async Task Replace_WhenAVersionIsExpectedButNoneIsStored_Refuses()
    {
        using StateFolder folder = new(temporary.Path);

        await Assert.ThrowsAsync<InconsistentStateException>(() => folder.Replace(Name, "gone", First));
        Assert.Null(folder.Read(Name));
    }

    [Fact]
    public async Task Delete_WhenTheVersionMatches_LeavesNothing()
    {
        using StateFolder folder = new(temporary.Path);
        string etag = await folder.Replace(Name, null, First);

        await Assert.ThrowsAsync<InconsistentStateException>(() => folder.Delete(Name, "another"));
        Assert.NotNull(folder.Read(Name));
        await folder.Delete(Name, etag);

        Assert.Null(folder.Read(Name));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void StateFolder_WhenAnotherUsesIt_IsRefusedWithItsName()
    {
        using (StateFolder first = new(temporary.Path))
        {
            StateFolderException refusal = Assert.Throws<StateFolderException>(() => new StateFolder(temporary.Path));
            Assert.Equal($"The state folder {temporary.Path} is in use by another process. Stop that one first, or name another folder.", refusal.Message);
        }

        using StateFolder next = new(temporary.Path);
    }

    [Fact]
    public async Task StateFolder_WhenOpenedAgain_HasWhatWasStored()
    {
        string etag;
        using (StateFolder folder = new(temporary.Path))
        {
            etag = await folder.Replace(Name, null, First);
        }

        using StateFolder again = new(temporary.Path);
        Assert.Equal(First, again.Read(Name)!.Body);
        Assert.Equal(etag, again.Read(Name)!.ETag);
    }

    [Fact]
    public async Task Read_WhenTheHeaderIsNotOurs_IsRefusedWithTheFilesName()
    {
        using StateFolder folder = new(temporary.Path);
        await folder.Replace(Name, null, First);
        foreach (string header in (string[])["", "\n", "fds-state-2 a b\n", "fds-state-1 a\n", "no line end at all"])
        {
            File.WriteAllText(FilePath, header);
            StateFolderException refusal = Assert.Throws<StateFolderException>(() => folder.Read(Name));
            Assert.Contains(FilePath, refusal.Message);
            Assert.Contains("damaged", refusal.Message);
        }
    }

    [Fact]
    public async Task Read_WhenAnyByteIsFlipped_IsRefusedUnlessOnlyTheVersionChanged()
    {
        using StateFolder folder = new(temporary.Path);
        string etag = await folder.Replace(Name, null, First);
        byte[] sound = File.ReadAllBytes(FilePath);
        int etagAt = Encoding.ASCII.GetString(sound).IndexOf(etag, StringComparison.Ordinal);
        for (int i = 0; i < sound.Length; i++)
        {
            byte[] flipped = [.. sound];
            flipped[i] ^= 1;
            File.WriteAllBytes(FilePath, flipped);
            if (i >= etagAt && i < etagAt + etag.Length)
            {
                // The version is only compared: a write with the old one is refused, and the content is whole.
                Assert.Equal(First, folder.Read(Name)!.Body);
                await Assert.ThrowsAsync<InconsistentStateException>(() => folder.Replace(Name, etag, Second));
            }
            else
            {
                Assert.Contains(FilePath, Assert.Throws<StateFolderException>(() => folder.Read(Name)).Message);
            }
        }
    }

    [Fact]
    public async Task Read_WhenTheFileIsCutOffAnywhere_IsRefused()
    {
        using StateFolder folder = new(temporary.Path);
        await folder.Replace(Name, null, First);
        byte[] sound = File.ReadAllBytes(FilePath);
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(FilePath, sound[..length]);
            Assert.Contains(FilePath, Assert.Throws<StateFolderException>(() => folder.Read(Name)).Message);
        }
    }

    [Fact]
    public async Task Replace_WhenTheStoredFileIsDamaged_RefusesToOverwriteIt()
    {
        using StateFolder folder = new(temporary.Path);
        string etag = await folder.Replace(Name, null, First);
        File.WriteAllText(FilePath, "rubbish");

        await Assert.ThrowsAsync<StateFolderException>(() => folder.Replace(Name, etag, Second));
        Assert.Equal("rubbish", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Replace_AfterCrashesInTheMiddleOfAWrite_LeavesTheStateBeforeOrAfter()
    {
        string? etag = null;
        byte[] before = [];
        for (int crash = 0; crash < 60; crash++)
        {
            using StateFolder folder = new(temporary.Path);
            Assert.Equal(before, folder.Read(Name)?.Body ?? []);
            byte[] next = Encoding.UTF8.GetBytes($"state {crash}");
            etag = await folder.Replace(Name, etag, next);
            before = next;

            // The process dies before the rename of the next write: some part of it lies in the temporary file.
            byte[] whole = File.ReadAllBytes(FilePath);
            File.WriteAllBytes(FilePath + ".tmp", whole[..Math.Min(crash * 2, whole.Length)]);
        }

        using StateFolder last = new(temporary.Path);
        Assert.Equal("state 59", Encoding.UTF8.GetString(last.Read(Name)!.Body));
        await last.Replace(Name, etag, Second);
        Assert.False(File.Exists(FilePath + ".tmp"));
    }
}
