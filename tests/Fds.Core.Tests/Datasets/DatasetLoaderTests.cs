using Fds.Core.Datasets;
using Xunit;

namespace Fds.Core.Tests.Datasets;

public sealed class DatasetLoaderTests
{
    [Theory]
    [InlineData("svhn", null, "svhn is not supported: it is published as MATLAB .mat files, for which there is no well-kept reader")]
    [InlineData("imagenet", null, "must be one of glyphs, mnist, fashion-mnist, cifar-10, cifar-100, images, but is 'imagenet'")]
    [InlineData("glyphs", "somewhere", "its path must be null but is somewhere")]
    [InlineData("mnist", null, "there is no data folder to look for it in. Set FDS_DATA or --data")]
    public void Load_WhenTheNameCannotBeServed_SaysWhy(string name, string? path, string expected)
    {
        DatasetException refusal = Assert.Throws<DatasetException>(() => DatasetLoader.Load(name, path, null));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((null, null), (refusal.File, refusal.Offset));
    }

    [Theory]
    [InlineData("mnist", "looked for mnist in ")]
    [InlineData("images", "looked for images, images.tar.gz in ")]
    public void Load_WhenTheDataFolderIsEmpty_ListsWhatWasLookedFor(string name, string expected)
    {
        using TemporaryFolder folder = new();

        string message = Assert.Throws<DatasetException>(() => DatasetLoader.Load(name, null, folder.Path)).Message;

        Assert.Contains(expected + folder.Path, message, StringComparison.Ordinal);
    }
}
