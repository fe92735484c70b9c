using System.Security.Cryptography;
using Fds.Contracts.DataFiles;
using Fds.Grains.DataFiles;
using Fds.Grains.Tests.Storage;
using Xunit;

namespace Fds.Grains.Tests.DataFiles;

public sealed class IncomingFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    private string Target => Path.Combine(folder.Path, "a", "b", "x.bin");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pieces_InOrder_BecomeTheFile_AlsoWhereOneComesTwice()
    {
        using IncomingFile incoming = Begin();
        Assert.Equal(400, incoming.Write(0, content.AsSpan(0, 400)));
        Assert.Equal(400, incoming.Write(0, content.AsSpan(0, 400)));
        Assert.Equal(1000, incoming.Write(400, content.AsSpan(400)));
        Assert.False(File.Exists(Target));
        incoming.Complete();

        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Files());
    }

    [Theory]
    [InlineData(0, 400, "400 bytes of 1000 have arrived")]
    [InlineData(100, 400, "do not follow the 0 that are there of 1000")]
    public void Pieces_ThatAreNotTheWholeFile_LeaveNothing(int offset, int count, string words)
    {
        using IncomingFile incoming = Begin();
        DataRefusedException refusal = Assert.Throws<DataRefusedException>(() =>
        {
            incoming.Write(offset, content.AsSpan(offset, count));
            incoming.Complete();
        });

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Throws<DataRefusedException>(() => incoming.Write(0, content));
        Assert.Throws<DataRefusedException>(incoming.Complete);
    }

    [Fact]
    public void Content_ThatIsAnother_LeavesWhatWasThere()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllText(Target, "before");
        using IncomingFile incoming = Begin();
        content[5]++;
        incoming.Write(0, content);

        Assert.Contains("changed or damaged on its way", Assert.Throws<DataRefusedException>(incoming.Complete).Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(Target));
        Assert.Equal([Target], Files());
    }

    [Fact]
    public void Folders_ThatWereMadeForIt_StayWhereAnotherFileIsInThemByNow()
    {
        IncomingFile incoming = Begin();
        string other = Path.Combine(folder.Path, "a", "other");
        File.WriteAllText(other, "");
        incoming.Dispose();

        Assert.Equal([other], Files());
        Assert.False(Directory.Exists(Path.GetDirectoryName(Target)));
    }

    private IncomingFile Begin() => IncomingFile.Begin(new() { Path = "a/b/x.bin", Bytes = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) }, Target, ".fds-put-silo-1");

    private string[] Files() => Directory.GetFiles(folder.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
}
