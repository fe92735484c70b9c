using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Fds.Core.Datasets;
using Fds.Core.Datasets.Sources;
using Xunit;

namespace Fds.Core.Tests.Datasets.ImageFolders;

/// <summary>What lies in image folders and archives beside images that can be read: counted and named, or refused.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageSurveyTests : IDisposable
{
    private const uint Nobody = 65534;
    private static readonly byte[] Image = Picture.Png(1, 2, 3);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Each row: one more file, and what is said of it; nothing where it is hidden.</summary>
    public static TheoryData<string, string> Droppings => new()
    {
        { ".DS_Store", "" },
        { "train/.ipynb_checkpoints/1-checkpoint.png", "" },
        { "train/a/._1.png", "" },
        { "train/a/.hidden/1.png", "" },
        { "__MACOSX/train/a/._1.png", "" },
        { "__MACOSX/train/a/1.png", "" },
        { "train/__macosx/1.png", "" },
        { "train/a/Thumbs.db", "" },
        { "train/a/desktop.ini", "" },
        { "train/@eaDir/a.png", "" },
        { "README.md", "" },
        { "train/README.md", "files whose names do not end in jpg, jpeg, png, webp, bmp or gif: train/README.md" },
        { "train/a/x.tif", "files whose names do not end in jpg, jpeg, png, webp, bmp or gif: train/a/x.tif" },
        { "test/a/x", "files whose names do not end in jpg, jpeg, png, webp, bmp or gif: test/a/x" },
        { "train/a/more/x.png", "images deeper than a class folder: train/a/more/x.png" },
        { "train/a/one/more/x.png", "images deeper than a class folder: train/a/one/more/x.png" },
        { "train/x.png", "images without a class folder: train/x.png" },
        { "val/a/x.png", "images neither in train/ nor in test/: val/a/x.png" },
        { "x.png", "images neither in train/ nor in test/: x.png" },
        { "train/empty/", "class folders without a file: train/empty" },
        { "test/empty/", "class folders without a file: test/empty" },
    };

    [Theory]
    [MemberData(nameof(Droppings))]
    public void Load_WithMoreBesideTheImages_NamesIt_FromAFolderAsFromAnArchive(string more, string expected)
    {
        string[] files = ["train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png"];
        Array.ForEach(files, file => folder.Write("set/" + file, Image));
        bool isFolder = more.EndsWith('/');
        if (isFolder)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "set", more));
        }
        else
        {
            folder.Write("set/" + more, Image);
        }

        string archive = Packed([.. files.Select(File), isFolder ? new PaxTarEntry(TarEntryType.Directory, more) : File(more)]);

        foreach (string path in new[] { Path.Combine(folder.Path, "set"), archive })
        {
            ImageDataset dataset = ImageSets.Load("images", path, null);
            Assert.Equal(["a", "b"], dataset.ClassNames);
            Assert.Equal((2, 2), (dataset.Training.Count, dataset.Test.Count));
            Assert.Equal(expected, string.Join('|', dataset.PassedOver.Select(files => $"{files.Reason}: {string.Join(',', files.First)}")));
        }
    }

    [Fact]
    public void Load_WhenManyFilesArePassedOver_CountsThemAndNamesTheFirstThree()
    {
        WriteSet();
        Array.ForEach(["5.tif", "1.tif", "4.tif", "2.tif", "3\n\u001b[1m.tif"], name => folder.Write($"train/a/{name}", [1]));

        NamedFiles tif = Assert.Single(Load().PassedOver);

        Assert.Equal(5, tif.Count);
        Assert.Equal(["train/a/1.tif", "train/a/2.tif", @"train/a/3\u000a\u001b[1m.tif"], tif.First);
    }

    [Theory]
    [InlineData("train/c/1.tif", "none among 1 files: 1.tif.")]
    [InlineData("train/c/deep/1.png", "none among 1 files: deep/1.png.")]
    public void Load_WhenAClassHasNoImageThatIsRead_RefusesIt(string file, string expected)
    {
        WriteSet();
        folder.Write(file, Image);

        DatasetException refusal = Refused();

        Assert.Equal(Path.Combine(folder.Path, "train/c"), refusal.File);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenAClassHasNoTestImages_CountsNone()
    {
        WriteSet();
        folder.Write("train/c/1.png", Image);

        ImageDataset dataset = Load();

        Assert.Equal(["a", "b", "c"], dataset.ClassNames);
        Assert.DoesNotContain((byte)2, dataset.Test.Labels);
    }

    [Theory]
    [InlineData("train/a/x.png", "nowhere", "an image that can be read, but found a link that leads nowhere (to nowhere).")]
    [InlineData("train/c", "nowhere", "a folder that can be read, but found a link that leads nowhere (to nowhere).")]
    [InlineData("test/c", "c", "but found a link that ")]
    [InlineData("train/a/back", "..", "but found a link back to a folder that it is in.")]
    public void Load_WhenALinkLeadsNowhere_RefusesIt(string link, string target, string expected)
    {
        WriteSet();
        string path = folder.Link(link, target);

        DatasetException refusal = Refused();

        Assert.Equal(path, refusal.File);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Fetch it anew", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenALinkIsHiddenOrNoImage_DoesNotFollowIt()
    {
        WriteSet();
        folder.Link("train/a/.#lock", "nowhere");
        folder.Link("train/a/latest.txt", "nowhere");

        Assert.Equal("train/a/latest.txt", Assert.Single(Assert.Single(Load().PassedOver).First));
    }

    [Fact]
    public void Load_WhenAClassIsALinkToAFolder_ReadsIt()
    {
        WriteSet();
        folder.Write("elsewhere/1.png", Image);
        folder.Link("train/c", "../elsewhere");

        Assert.Equal(["a", "b", "c"], Load().ClassNames);
    }

    [Fact]
    public void Load_OfAnArchiveWithLinks_ReadsWhatTheyLeadTo()
    {
        string archive = Packed(
            File("train/a/1.png"), File("train/b/1.png"), File("test/a/1.png"), File("data/c/1.png"),
            Link(TarEntryType.HardLink, "train/a/2.png", "train/b/1.png"),
            Link(TarEntryType.SymbolicLink, "train/a/3.png", "../b/./1.png"),
            Link(TarEntryType.SymbolicLink, "train/c", "../data/c"));

        ImageDataset dataset = ImageSets.Load("images", archive, null);

        Assert.Equal(["a", "b", "c"], dataset.ClassNames);
        Assert.Equal([0, 0, 0, 1, 2], dataset.Training.Labels);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "train/c", "/elsewhere/c", "a link that leads to nothing in the archive (to /elsewhere/c)")]
    [InlineData(TarEntryType.SymbolicLink, "train/a/2.png", "../../../x.png", "a link that leads to nothing in the archive")]
    [InlineData(TarEntryType.SymbolicLink, "train/a/c", "..", "a link back to a folder that it is in")]
    [InlineData(TarEntryType.HardLink, "train/a/2.png", "x.png", "a link to x.png, which is not an earlier file of the archive")]
    public void Load_OfAnArchiveWithALinkOutOfIt_RefusesIt(TarEntryType type, string name, string target, string expected)
    {
        string archive = Packed(File("train/a/1.png"), File("train/b/1.png"), File("test/a/1.png"), Link(type, name, target));

        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load("images", archive, null));

        Assert.Equal($"{archive}#{name}", refusal.File);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAPipe_DoesNotWaitForIt()
    {
        WriteSet();
        string pipe = Path.Combine(folder.Path, "train/a/x.png");
        Assert.Equal(0, MakePipe([.. Encoding.UTF8.GetBytes(pipe), 0], 0x1b6));

        Assert.Contains("an empty file, or a pipe", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train/b", "a folder that can be read")]
    [InlineData("test/b", "a folder that can be read")]
    [InlineData("train/a/1.png", "a file that can be read")]
    public void Load_WhenSomethingMayNotBeRead_RefusesItNamingPathAndReason(string locked, string expected)
    {
        const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        WriteSet();
        System.IO.File.SetUnixFileMode(folder.Path, All);
        string path = Path.Combine(folder.Path, locked);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.None);
        DatasetException? refusal = null;
        try
        {
            // Images are read by several threads, of which this is one; a folder is listed by this one alone.
            AsNobody(() => refusal = Directory.Exists(path) ? Refused() : Assert.Throws<DatasetException>(SourceFile.OnDisk(path).Read));
        }
        finally
        {
            System.IO.File.SetUnixFileMode(path, All);
        }

        Assert.Equal(path, refusal!.File);
        Assert.Contains($"expected {expected}, but found one that this user may not read", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Train", "Test")]
    [InlineData("training", "testing")]
    [InlineData("TRAINING", "test")]
    public void Load_WhateverTheCaseOfTheSplits_FindsThem(string training, string test)
    {
        Array.ForEach([$"{training}/a/1.png", $"{training}/b/1.png", $"{test}/a/1.png"], name => folder.Write("one/two/" + name, Image));

        Assert.Equal(2, Load().Training.Count);
    }

    [Fact]
    public void Load_WhenASplitIsThereTwice_RefusesToChoose()
    {
        WriteSet();
        folder.Write("Train/a/1.png", Image);

        Assert.Contains("found Train/ and train/", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "val", "any image in test/", "Images that lie elsewhere (2): val/a/1.png, val/b/1.png. If these are the missing images, rename their folder to test.")]
    [InlineData("dev", "test", "any image in train/", "Images that lie elsewhere (2): dev/a/1.png, dev/b/1.png. If these are the missing images, rename their folder to train.")]
    public void Load_WhenASplitHasAnotherName_NamesIt(string one, string other, string missing, string expected)
    {
        Array.ForEach([$"{one}/a/1.png", $"{one}/b/1.png", $"{other}/a/1.png", $"{other}/b/1.png"], name => folder.Write(name, Image));

        string message = Refused().Message;

        Assert.Contains(missing, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenNoFileIsAnImage_SaysWhatThereIs()
    {
        folder.Write("train/a/1.tif", Image);

        Assert.Contains("No file there has a name that ends in jpg, jpeg, png, webp, bmp or gif (1 have others): train/a/1.tif.", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenTheSetsFolderIsCalledLikeASplit_FindsTheSetInIt()
    {
        Array.ForEach(["test/train/a/1.png", "test/train/b/1.png", "test/test/a/1.png"], name => folder.Write(name, Image));

        Assert.Equal((2, 1), (Load().Training.Count, Load().Test.Count));
    }

    [Fact]
    public void Load_WhenAClassNameIsDecomposedInOneSplit_IsOneClass()
    {
        Array.ForEach(["train/a/1.png", "train/caf\u00e9/1.png", "test/cafe\u0301/1.png"], name => folder.Write(name, Image));

        ImageDataset dataset = Load();

        Assert.Equal(["a", "caf\u00e9"], dataset.ClassNames);
        Assert.Equal([1], dataset.Test.Labels);
    }

    [Theory]
    [InlineData(1, "expected at least two classes, because one class leaves nothing to learn, but found 1 class folder, c0.")]
    [InlineData(257, "expected at most 256 classes, but found 257 class folders.")]
    public void Load_OfTooFewOrTooManyClasses_RefusesThemWithoutAdviceThatDoesNotFit(int classes, string expected)
    {
        for (int i = 0; i < classes; i++)
        {
            folder.Write($"train/c{i}/1.png", Image);
            folder.Write($"test/c{i}/1.png", Image);
        }

        Assert.Equal($"{folder.Path}: {expected}", Refused().Message);
    }

    [Fact]
    public void Load_OfManyClasses_HasEveryLabel()
    {
        for (int i = 0; i < 256; i++)
        {
            folder.Write($"train/c{i:000}/1.png", Image);
        }

        folder.Write("test/c255/1.png", Image);

        Assert.Equal([.. Enumerable.Range(0, 256).Select(label => (byte)label)], Load().Training.Labels);
    }

    [Theory]
    [InlineData("images.zip", "PK\u0003\u0004", "a zip archive")]
    [InlineData("images.tar.xz", "\u00fd7zXZ\0", "a file compressed by xz")]
    [InlineData("images.tar.bz2", "BZh9", "a file compressed by bzip2")]
    [InlineData("images.png", "\u0089PNG\r\n", "a PNG image")]
    public void Load_OfAnArchiveThatIsNotRead_SaysWhatItIs(string name, string content, string expected)
    {
        string path = folder.Write(name, [.. content.Select(each => (byte)each), .. new byte[1000]]);

        string message = Assert.Throws<DatasetException>(() => ImageSets.Load("images", path, null)).Message;

        Assert.Equal($"{path}: expected a folder or a tar archive, compressed by gzip or not, but found {expected}. Unpack it into a folder, or pack it again as .tar.gz.", message);
    }

    private void WriteSet() => Array.ForEach(["train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png"], name => folder.Write(name, Image));

    private ImageDataset Load() => ImageSets.Load("images", folder.Path, null);

    private DatasetException Refused() => Assert.Throws<DatasetException>(Load);

    private string Packed(params TarEntry[] entries)
    {
        using MemoryStream bytes = new();
        using (TarWriter writer = new(bytes, leaveOpen: true))
        {
            Array.ForEach(entries, writer.WriteEntry);
        }

        return folder.Write("set.tar.gz", TemporaryFolder.Gzip(bytes.ToArray()));
    }

    private static PaxTarEntry File(string name) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Image) };

    private static PaxTarEntry Link(TarEntryType type, string name, string target) => new(type, name) { LinkName = target };

    /// <summary>Does something with the file rights of a user who owns nothing: whoever is root may read everything.</summary>
    private static void AsNobody(Action act)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            act();
            return;
        }

        Exception? failure = null;
        Thread thread = new(() =>
        {
            // The rights of this thread alone.
            _ = SetFileUser(Nobody);
            failure = Record.Exception(act);
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [DllImport("libc.so.6", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetFileUser(uint user);

    [DllImport("libc.so.6", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(byte[] path, uint mode);
}
