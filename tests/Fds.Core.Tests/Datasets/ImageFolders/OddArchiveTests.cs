using Fds.Core.Datasets;
using Fds.Core.Tests.Datasets.Fuzz;
using Xunit;

namespace Fds.Core.Tests.Datasets.ImageFolders;

/// <summary>Archives of images with unusual members and damage: nothing of them is lost in silence.</summary>
public sealed class OddArchiveTests : IDisposable
{
    private static readonly byte[] Image = Picture.Png(1, 2, 3);
    private static readonly byte[] Usual = [.. new[] { "train/a/1.png", "train/b/1.png", "test/a/1.png" }.SelectMany(name => File(name))];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("../train/a/2.png")]
    [InlineData("train/../../x.png")]
    [InlineData("train/a/../b/2.png")]
    [InlineData("/../../train/a/2.png")]
    public void Load_OfAPathThatLeadsUpwards_CountsAndNamesIt(string path)
    {
        ImageDataset dataset = Load([.. Usual, .. File(path)]);

        Assert.Equal((2, 1), (dataset.Training.Count, dataset.Test.Count));
        AssertPassedOver(dataset, "images of the archive whose path has '..' in it", path.TrimStart('/'));
    }

    [Fact]
    public void Load_OfAPathThatIsThereTwice_CountsAndNamesTheFirst()
    {
        ImageDataset dataset = Load([.. Usual, .. TarPieces.Member("train/a/1.png", Picture.Png(9, 9, 9))]);

        Assert.Equal((2, 9), (dataset.Training.Count, dataset.Training.Pixels[0][0]));
        AssertPassedOver(dataset, "images of the archive that a later entry of the same path replaces", "train/a/1.png");
    }

    [Fact]
    public void Load_OfAHeaderWhoseChecksumIsWrong_RefusesIt() => AssertRefused("an entry whose checksum is not that of its header", [.. Usual, .. Changed(File("train/a/2.png"), 8, (byte)'3')]);

    [Fact]
    public void Load_OfAHeaderWithoutAChecksum_DoesNotTakeItForTheEnd() => AssertRefused("an entry whose checksum is not that of its header", [.. Usual, .. Changed(File("train/a/2.png"), 148, 0, 0, 0, 0, 0, 0, 0, 0)]);

    [Fact]
    public void Load_OfArchivesThatWereJoined_RefusesThem() => AssertRefused("expected nothing after the end of the archive, but found more bytes, as if archives were joined", [.. Usual, .. TarPieces.End, .. File("train/a/2.png")]);

    [Fact]
    public void Load_OfASparseFile_RefusesIt() => AssertRefused(
        "found a file whose holes are not stored (sparse)", [.. Usual, .. TarPieces.Extended(("GNU.sparse.major", "1"), ("GNU.sparse.name", "train/a/2.png")), .. File("GNUSparseFile.0/2.png")]);

    [Theory]
    [InlineData('3', "a device")]
    [InlineData('6', "a pipe")]
    [InlineData('Q', "an entry of the kind Q, which is not read")]
    public void Load_OfWhatIsNoFile_RefusesIt(char type, string expected) => AssertRefused($"expected an image that can be read, but found {expected}.", [.. Usual, .. TarPieces.Member("train/a/2.png", [], type)]);

    [Fact]
    public void Load_OfNamesThatAreNotUtf8_KeepsThemApart()
    {
        ImageDataset dataset = Load([.. Usual, .. Changed(File("train/a/?.png"), 8, 0xe8), .. Changed(File("train/a/?.png"), 8, 0xe9)], mends: true);

        Assert.Equal(4, dataset.Training.Count);
    }

    [Fact]
    public void Load_OfLinksInFoldersThatLinksLeadTo_FollowsThem()
    {
        ImageDataset dataset = Load([.. Usual, .. File("data/c/1.png"), .. Link("train/c", "../more"), .. Link("more/1.png", "../data/c/1.png"), .. Link("train/d", "c"), .. File(".store/2.png"), .. Link("more/2.png", "../.store/2.png")]);

        Assert.Equal(["a", "b", "c", "d"], dataset.ClassNames);
        Assert.Equal([0, 1, 2, 2, 3, 3], dataset.Training.Labels);
    }

    [Fact]
    public void Load_OfLinksThatDoubleAtEveryLevel_RefusesThem() => AssertRefused(
        "expected links that stand for at most 1000000 files", [.. Usual, .. File("l0/1.png"), .. Enumerable.Range(1, 24).SelectMany(level => (byte[])[.. Link($"l{level}/a", $"../l{level - 1}"), .. Link($"l{level}/b", $"../l{level - 1}")])]);

    [Fact]
    public void Load_OfFoldersThatAreTooDeep_NamesThem()
    {
        Array.ForEach(["train/a/1.png", "train/b/1.png", "test/a/1.png", "train/a/2/3/4/5/6/7/8/9/x.png"], name => folder.Write("set/" + name, Image));

        AssertPassedOver(ImageSets.Load("images", Path.Combine(folder.Path, "set"), null), "folders too deep to be looked through", "train/a/2/3/4/5/6/7/8");
    }

    private static void AssertPassedOver(ImageDataset dataset, string reason, string name)
    {
        NamedFiles files = Assert.Single(dataset.PassedOver);
        Assert.Equal((reason, 1, name), (files.Reason, files.Count, Assert.Single(files.First)));
    }

    private void AssertRefused(string expected, byte[] members)
    {
        DatasetException refusal = Assert.Throws<DatasetException>(() => Load(members));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(folder.Path, "set.tar"), refusal.Message, StringComparison.Ordinal);
    }

    private ImageDataset Load(byte[] members, bool mends = false)
    {
        byte[] archive = [.. members, .. TarPieces.End];
        return ImageSets.Load("images", folder.Write("set.tar", mends ? Mended(archive) : archive), null);
    }

    /// <summary>The archive with the checksums that its headers have.</summary>
    private static byte[] Mended(byte[] archive) => [.. archive.Chunk(512).SelectMany(block => block.AsSpan(257, 5).SequenceEqual("ustar"u8) ? TarPieces.Checked(block) : block)];

    private static byte[] File(string name) => TarPieces.Member(name, Image);

    private static byte[] Link(string name, string target) => TarPieces.Member(name, [], '2', target);

    private static byte[] Changed(byte[] member, int at, params byte[] to)
    {
        to.CopyTo(member, at);
        return member;
    }
}
