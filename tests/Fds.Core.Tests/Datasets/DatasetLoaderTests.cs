using Fds.Core.Datasets;
using Xunit;

namespace Fds.Core.Tests.Datasets;

public sealed class DatasetLoaderTests
{
    [Theory]
    [InlineData("svhn", null, "svhn is not supported: it is published as MATLAB .mat files, for which there is no well-maintained reader")]
    [InlineData("imagenet", null, "must be one of glyphs, mnist, fashion-mnist, cifar-10, cifar-100, images, arrays, table, text, but is 'imagenet'")]
    [InlineData("glyphs", "somewhere", "its path must be null but is somewhere")]
    [InlineData("table", null, "no path leads to it. Set data.path to the file")]
    [InlineData("mnist", null, "there is no data folder to look for it in. Set FDS_DATA or --data")]
    public void Load_WhenTheNameCannotBeServed_SaysWhy(string name, string? path, string expected)
    {
        DatasetException refusal = Assert.Throws<DatasetException>(() => DatasetLoader.Load(name, path, null));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((null, null), (refusal.File, refusal.Offset));
    }

    [Fact]
    public void Stamp_OfAFolder_ChangesWithItsFilesAlone()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("images/train/a/1.png", [1, 2, 3]);
        folder.Write("other/file", [1]);
        string? before = Stamp("images", folder);

        Assert.NotNull(before);
        Assert.Equal(before, Stamp("images", folder));
        File.WriteAllBytes(file, [3, 2, 1]);
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(-10));
        string? rewritten = Stamp("images", folder);
        folder.Write("images/train/a/2.png", [1]);
        string? added = Stamp("images", folder);
        File.Delete(file);
        Assert.Equal(4, new[] { before, rewritten, added, Stamp("images", folder) }.Distinct().Count());
    }

    [Fact]
    public void Stamp_OfALink_IsThatOfWhatItLeadsTo()
    {
        using TemporaryFolder folder = new();
        string[] versions = [folder.Write("v1.tar.gz", [1]), folder.Write("v2.tar.gz", [1, 2])];
        string link = Path.Combine(folder.Path, "images.tar.gz");
        File.CreateSymbolicLink(link, versions[0]);
        string? first = Stamp("images", folder);
        File.Delete(link);
        File.CreateSymbolicLink(link, versions[1]);

        Assert.NotNull(first);
        Assert.NotEqual(first, Stamp("images", folder));
    }

    [Theory]
    [InlineData("glyphs")]
    [InlineData("mnist")]
    [InlineData("quadratic")]
    public void Stamp_WhereNothingIsReadOrThereIsNothing_IsNone(string name)
    {
        using TemporaryFolder folder = new();
        Assert.Null(Stamp(name, folder));
        Assert.Null(DatasetLoader.Stamp(name, null, null));
    }

    private static string? Stamp(string name, TemporaryFolder folder) => DatasetLoader.Stamp(name, null, folder.Path, confined: true);

    [Theory]
    [InlineData("mnist", "looked for mnist, MNIST in ")]
    [InlineData("images", "looked for images, images.tar.gz in ")]
    public void Load_WhenTheDataFolderIsEmpty_ListsWhatWasLookedFor(string name, string expected)
    {
        using TemporaryFolder folder = new();

        string message = Assert.Throws<DatasetException>(() => DatasetLoader.Load(name, null, folder.Path)).Message;

        Assert.Contains(expected + folder.Path, message, StringComparison.Ordinal);
    }
}
