using System.Buffers.Binary;
using Fds.Core.Datasets;
using Fds.Testing;
using Xunit;

namespace Fds.Core.Tests.Datasets.Idx;

public sealed class IdxDatasetTests : IDisposable
{
    private const string TrainingImages = "train-images-idx3-ubyte";
    private const string TrainingLabels = "train-labels-idx1-ubyte";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WhenMnistIsAtHand_ReadsTheKnownCountsAndLabels()
    {
        ImageDataset mnist = ImageSets.Load("mnist", null, SharedData());

        Assert.Equal((60_000, 10_000, 10), (mnist.Training.Count, mnist.Test.Count, mnist.Classes));
        Assert.Equal((1, 28, 28), (mnist.Training.Channels, mnist.Training.Height, mnist.Training.Width));
        Assert.Equal([5, 0, 4, 1, 9], mnist.Training.Labels[..5]);
        Assert.Equal([7, 2, 1, 0, 4], mnist.Test.Labels[..5]);
        Assert.Equal((60_000L * 784, 5923), (mnist.Training.Pixels.Length, mnist.Training.Labels.Count(label => label == 0)));
    }

    [Fact]
    public void Load_WhenMnistIsAtHand_TheCustomaryNormalisationIsItsOwn()
    {
        ImageDataset mnist = ImageSets.Load("mnist", "mnist", SharedData());
        Normalisation measured = Normalisation.Of(mnist.Training);

        Assert.Equal(measured.Mean[0], mnist.Normalisation.Mean[0], 0.5e-4);
        Assert.Equal(measured.StandardDeviation[0], mnist.Normalisation.StandardDeviation[0], 0.5e-4);
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData("-", ".gz")]
    [InlineData(".", "")]
    [InlineData(".", ".gz")]
    public void Load_WhateverTheSpelling_ReadsTheSameBytes(string separator, string extension)
    {
        foreach ((string name, byte[] content) in Files())
        {
            string spelled = name.Replace("-idx", $"{separator}idx", StringComparison.Ordinal) + extension;
            folder.Write($"fashion-mnist/{spelled}", extension == ".gz" ? TemporaryFolder.Gzip(content) : content);
        }

        ImageDataset dataset = ImageSets.Load("fashion-mnist", null, folder.Path);

        Assert.Equal(Pixels(3), dataset.Training.Pixels.ToArray());
        Assert.Equal([0, 1, 2], dataset.Training.Labels);
        Assert.Equal((3, 2, 2, 3), (dataset.Training.Count, dataset.Test.Count, dataset.Test.Height, dataset.Test.Width));
    }

    [Fact]
    public void Load_WhenAGzNameHoldsPlainBytes_ReadsThem()
    {
        WriteAll();
        File.Move(At(TrainingImages), At(TrainingImages) + ".gz");

        Assert.Equal(Pixels(3), Load().Training.Pixels.ToArray());
    }

    [Theory]
    [InlineData(TrainingImages, 0x801, 0L, "magic number 0x00000803")]
    [InlineData(TrainingLabels, 0x803, 0L, "magic number 0x00000801")]
    public void Load_WhenTheMagicIsWrong_RefusesNamingIt(string file, int magic, long offset, string expected) =>
        AssertRefused(file, bytes => Put(bytes, 0, magic), offset, expected);

    [Theory]
    [InlineData(4, 0, 4L, "number of images, from 1")]
    [InlineData(4, 4, 16L, "pixels of 4 images of 2 x 3 (24 bytes)")]
    [InlineData(4, -1, 16L, "pixels of 4294967295 images")]
    [InlineData(4, 2, 28L, "the end of the file")]
    [InlineData(8, 0, 8L, "number of rows")]
    [InlineData(12, 5000, 12L, "number of columns")]
    public void Load_WhenADimensionIsWrong_RefusesAtItsConsequence(int at, int value, long offset, string expected) =>
        AssertRefused(TrainingImages, bytes => Put(bytes, at, value), offset, expected);

    [Theory]
    [InlineData(0, 0L)]
    [InlineData(3, 0L)]
    [InlineData(6, 4L)]
    [InlineData(16, 16L)]
    [InlineData(33, 16L)]
    public void Load_WhenTheImagesAreCutOff_RefusesAtTheMissingPart(int length, long offset) =>
        AssertRefused(TrainingImages, bytes => bytes[..length], offset, "expected ");

    [Fact]
    public void Load_WhenBytesFollowTheLabels_RefusesThem() =>
        AssertRefused(TrainingLabels, bytes => [.. bytes, 0], 11, "the end of the file, but found 1 more byte");

    [Fact]
    public void Load_WhenALabelIsTen_RefusesItsPlace() =>
        AssertRefused(TrainingLabels, bytes => [.. bytes[..9], 10, .. bytes[10..]], 9, "a label from 0 to 9, but found 10");

    [Fact]
    public void Load_WhenThereAreFewerLabelsThanImages_NamesBothFiles() =>
        AssertRefused(TrainingLabels, _ => LabelFile(2), 4, $"3 labels, one for each image of {At(TrainingImages)}, but found 2");

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(20)]
    public void Load_WhenTheGzipStreamIsCutOff_RefusesIt(int missing) =>
        AssertRefused(TrainingImages, bytes => TemporaryFolder.Gzip(bytes)[..^missing], null, "an intact gzip stream");

    [Fact]
    public void Load_WhenTheGzipChecksumIsWrong_RefusesIt() =>
        AssertRefused(TrainingImages, bytes => Flip(TemporaryFolder.Gzip(bytes), fromEnd: 8), null, "an intact gzip stream");

    [Fact]
    public void Load_WhenTheGzipStreamHasSeveralMembers_ReadsThemAll()
    {
        WriteAll();
        byte[] whole = File.ReadAllBytes(At(TrainingImages));
        folder.Write(TrainingImages, [.. TemporaryFolder.Gzip(whole[..7]), .. TemporaryFolder.Gzip([]), .. TemporaryFolder.Gzip(whole[7..])]);

        Assert.Equal(Pixels(3), Load().Training.Pixels.ToArray());
    }

    [Theory]
    [InlineData("MNIST/raw/")]
    [InlineData("MNIST/")]
    [InlineData("mnist/raw/")]
    public void Load_WhereOtherProgramsPutTheFiles_FindsThem(string place)
    {
        foreach ((string name, byte[] content) in Files())
        {
            folder.Write(place + name, content);
        }

        Assert.Equal([0, 1, 2], ImageSets.Load("mnist", null, folder.Path).Training.Labels);
    }

    [Fact]
    public void Load_WhenAFileLiesInAFolderOfItsName_FindsIt()
    {
        WriteAll();
        byte[] images = File.ReadAllBytes(At(TrainingImages));
        File.Delete(At(TrainingImages));
        folder.Write($"{TrainingImages}/train-images.idx3-ubyte", images);

        Assert.Equal(Pixels(3), Load().Training.Pixels.ToArray());
    }

    [Fact]
    public void Load_WhenAFileIsALinkThatLeadsNowhere_SaysSo()
    {
        WriteAll();
        File.Delete(At(TrainingImages));
        folder.Link(TrainingImages, "nowhere");

        DatasetException refusal = Assert.Throws<DatasetException>(Load);

        Assert.Equal(At(TrainingImages), refusal.File);
        Assert.Contains("a file that can be read", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0c01, "0x00000c01 (32-bit integers)")]
    [InlineData(0x0d03, "0x00000d03 (floating-point numbers)")]
    [InlineData(0x504b0304, "a zip archive")]
    public void Load_WhenTheFileIsOfAnotherType_SaysOfWhich(int magic, string expected) =>
        AssertRefused(TrainingLabels, bytes => Put(bytes, 0, magic), 0, $"but found {expected}.");

    [Fact]
    public void Load_WhenThePathIsAFile_SaysThatAFolderIsExpected()
    {
        string path = folder.Write("mnist.zip", [.. "PK\u0003\u0004"u8, 0, 0]);

        Assert.Equal(
            $"{path}: expected a folder of the four IDX files of mnist, but found a zip archive.",
            Assert.Throws<DatasetException>(() => ImageSets.Load("mnist", path, null)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(13)]
    public void Load_InBlocksOfAnySize_GivesTheSameBytes(int blockBytes)
    {
        WriteAll();

        ImageDataset dataset = ImageSets.LoadWithin(new(new(() => long.MaxValue), blockBytes), "mnist", folder.Path, null);

        Assert.Equal(Math.Max(1, blockBytes / 6) < 3, dataset.Training.Pixels.BlockCount > 1);
        Assert.Equal(Pixels(3), dataset.Training.Pixels.ToArray());
        Assert.Equal(Pixels(2), dataset.Test.Pixels.ToArray());
    }

    [Fact]
    public void Load_WhenThereIsNoMemory_SaysHowMuchIsNeededAndFree()
    {
        WriteAll();

        string message = Assert.Throws<DatasetException>(() => ImageSets.LoadWithin(new(new(() => 35)), "mnist", folder.Path, null)).Message;

        Assert.Equal($"The 3 images of {At(TrainingImages)} need 0.0 KiB (36 bytes) of memory, and 0.0 KiB (35 bytes) are free. Use fewer or smaller images, or a machine with more memory.", message);
        Assert.NotNull(ImageSets.LoadWithin(new(new(() => 36)), "mnist", folder.Path, null));
    }

    [Fact]
    public void Load_WhenACompressedFileClaimsMoreThanItCanHold_RefusesItBeforeMakingRoom() =>
        AssertRefused(TrainingImages, bytes => TemporaryFolder.Gzip(Put(bytes, 4, int.MaxValue)), 16, "expected the pixels of 2147483647 images of 2 x 3 (12884901882 bytes), but found the end of the file after 18 more bytes");

    [Fact]
    public void Load_WhenTestImagesHaveAnotherSize_RefusesThem()
    {
        WriteAll();
        folder.Write("t10k-images-idx3-ubyte", ImageFile(2, 3, 2));

        Assert.Contains("size, 2 x 3, but found 3 x 2", Assert.Throws<DatasetException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenAFileIsMissing_ListsWhatWasLookedForWhereAndTheFix()
    {
        WriteAll();
        File.Delete(At(TrainingLabels));

        string message = Assert.Throws<DatasetException>(Load).Message;

        Assert.Contains("train-labels-idx1-ubyte, train-labels-idx1-ubyte.gz, train-labels.idx1-ubyte, train-labels.idx1-ubyte.gz", message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, message, StringComparison.Ordinal);
        Assert.Contains("FDS_DATA or --data", message, StringComparison.Ordinal);
    }

    private static string SharedData()
    {
        string? data = SharedFolder.Data;
        Assert.SkipWhen(data is null || !Directory.Exists(Path.Combine(data, "mnist")), "MNIST is not at hand: FDS_DATA names no folder with mnist/.");
        return data!;
    }

    private ImageDataset Load() => ImageSets.Load("mnist", folder.Path, null);

    private string At(string file) => Path.Combine(folder.Path, file);

    private void AssertRefused(string file, Func<byte[], byte[]> damage, long? offset, string expected)
    {
        WriteAll();
        folder.Write(file, damage(File.ReadAllBytes(At(file))));

        DatasetException refusal = Assert.Throws<DatasetException>(Load);

        Assert.Equal(At(file), refusal.File);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(At(file), refusal.Message, StringComparison.Ordinal);
        if (offset is not null)
        {
            Assert.Equal(offset, refusal.Offset);
        }
        else
        {
            Assert.NotNull(refusal.Offset);
        }
    }

    private void WriteAll()
    {
        foreach ((string name, byte[] content) in Files())
        {
            folder.Write(name, content);
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> Files() =>
    [
        (TrainingImages, ImageFile(3, 2, 3)),
        (TrainingLabels, LabelFile(3)),
        ("t10k-images-idx3-ubyte", ImageFile(2, 2, 3)),
        ("t10k-labels-idx1-ubyte", LabelFile(2)),
    ];

    private static byte[] Pixels(int count) => [.. Enumerable.Range(0, count * 6).Select(i => (byte)(i * 7))];

    private static byte[] ImageFile(int count, int height, int width) =>
        [.. Number(0x803), .. Number(count), .. Number(height), .. Number(width), .. Pixels(count)];

    private static byte[] LabelFile(int count) => [.. Number(0x801), .. Number(count), .. Enumerable.Range(0, count).Select(i => (byte)i)];

    private static byte[] Number(int value) => Put(new byte[4], 0, value);

    private static byte[] Put(byte[] bytes, int at, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);
        return bytes;
    }

    private static byte[] Flip(byte[] bytes, int fromEnd)
    {
        bytes[^fromEnd] ^= 1;
        return bytes;
    }
}
