using Fds.Core.Datasets;
using Fds.Testing;
using Xunit;

namespace Fds.Core.Tests.Datasets.Cifar;

public sealed class CifarDatasetTests : IDisposable
{
    private const int ImageLength = 3 * 32 * 32;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WhenTheSubsetIsAtHand_ReadsItsRecords()
    {
        ImageDataset cifar = ImageSets.Load("cifar-10", "cifar-10-binary-subset.tar.gz", SharedData());

        Assert.Equal((4_000, 1_000, 10), (cifar.Training.Count, cifar.Test.Count, cifar.Classes));
        Assert.Equal((3, 32, 32), (cifar.Training.Channels, cifar.Training.Height, cifar.Training.Width));
        Assert.Equal(10, cifar.Training.Labels.Distinct().Count());
        Normalisation measured = Normalisation.Of(cifar.Training);
        Assert.All(Enumerable.Range(0, 3), channel => Assert.Equal(cifar.Normalisation.Mean[channel], measured.Mean[channel], 0.01));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cifar-10-batches-bin")]
    [InlineData("")]
    public void Load_WhenTheArchiveIsUnpacked_GivesTheSameBytesAsTheArchive(string? path)
    {
        (string Name, byte[] Content)[] files =
        [
            ("cifar-10-batches-bin/data_batch_2.bin", Records(2, start: 5)),
            ("cifar-10-batches-bin/data_batch_1.bin", Records(3, start: 0)),
            ("cifar-10-batches-bin/readme.html", [1, 2, 3]),
            ("cifar-10-batches-bin/test_batch.bin", Records(2, start: 8)),
        ];
        foreach ((string name, byte[] content) in files)
        {
            folder.Write($"unpacked/{name}", content);
        }

        string archive = folder.WriteArchive("packed/cifar-10-binary.tar.gz", files);
        ImageDataset packed = ImageSets.Load("cifar-10", archive, null);
        ImageDataset unpacked = ImageSets.Load("cifar-10", path, Path.Combine(folder.Path, "unpacked"));

        Assert.Equal([0, 1, 2, 5, 6], packed.Training.Labels);
        Assert.Equal([8, 9], packed.Test.Labels);
        Assert.Equal([.. Records(3, 0).Chunk(ImageLength + 1).SelectMany(record => record[1..]), .. Records(2, 5).Chunk(ImageLength + 1).SelectMany(record => record[1..])], packed.Training.Pixels.ToArray());
        Assert.Equal(packed.Training.Pixels.ToArray(), unpacked.Training.Pixels.ToArray());
        Assert.Equal(packed.Training.Labels, unpacked.Training.Labels);
        Assert.Equal(packed.Test.Pixels.ToArray(), unpacked.Test.Pixels.ToArray());
    }

    [Fact]
    public void Load_WhenThePathIsAFolderOfTheArchive_FindsIt()
    {
        WriteArchive(("a/data_batch_1.bin", Records(1, 3)), ("a/test_batch.bin", Records(1, 4)));

        Assert.Equal([3], ImageSets.Load("cifar-10", folder.Path, null).Training.Labels);
    }

    [Fact]
    public void Load_WhenTheArchiveIsNotCompressed_ReadsItAsWell()
    {
        string archive = folder.WriteArchive("x.tar", ("a/data_batch_1.bin", Records(1, 3)), ("a/test_batch.bin", Records(1, 4)));

        Assert.Equal([3], ImageSets.Load("cifar-10", archive, null).Training.Labels);
    }

    [Fact]
    public void Load_WhenTheFolderHoldsACifar100Archive_DoesNotTakeItForCifar10()
    {
        folder.WriteArchive("cifar-100-binary.tar.gz", ("a/train.bin", CoarseRecord(19, 99)), ("a/test.bin", CoarseRecord(0, 1)));

        string message = Assert.Throws<DatasetException>(() => ImageSets.Load("cifar-10", null, folder.Path)).Message;

        Assert.Contains("cifar-10-batches-bin, cifar-10-binary.tar.gz", message, StringComparison.Ordinal);
        Assert.Contains("FDS_DATA or --data", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenCifar100_LearnsTheFineLabel()
    {
        folder.WriteArchive("cifar-100-binary.tar.gz", ("a/train.bin", CoarseRecord(19, 99)), ("a/test.bin", CoarseRecord(0, 1)));

        ImageDataset cifar = ImageSets.Load("cifar-100", null, folder.Path);

        Assert.Equal((99, 1, 100), (Assert.Single(cifar.Training.Labels), Assert.Single(cifar.Test.Labels), cifar.Classes));
        Assert.Equal(0.5071, cifar.Normalisation.Mean[0]);
    }

    [Theory]
    [InlineData(20, 5, 0L, "a label from 0 to 19, but found 20")]
    [InlineData(3, 100, 1L, "a label from 0 to 99, but found 100")]
    public void Load_WhenACifar100LabelIsOutOfRange_RefusesItsPlace(byte coarse, byte fine, long offset, string expected)
    {
        string archive = folder.WriteArchive("x.tar.gz", ("a/train.bin", CoarseRecord(coarse, fine)), ("a/test.bin", CoarseRecord(0, 1)));

        AssertRefused("cifar-100", archive, $"{archive}#a/train.bin", offset, expected);
    }

    [Theory]
    [InlineData(1, ImageLength + 1L)]
    [InlineData(ImageLength, ImageLength + 1L)]
    [InlineData(-1, 0L)]
    public void Load_WhenARecordIsShort_RefusesWhereItBegins(int more, long offset)
    {
        byte[] whole = Records(1, 0);
        byte[] content = more > 0 ? [.. whole, .. Records(1, 1)[..more]] : whole[..^1];
        string archive = WriteArchive(("data_batch_1.bin", content), ("test_batch.bin", Records(1, 0)));

        AssertRefused("cifar-10", archive, $"{archive}#data_batch_1.bin", offset, "whole records of cifar-10, 3073 bytes each");
    }

    [Fact]
    public void Load_WhenAFileIsEmpty_RefusesIt()
    {
        string archive = WriteArchive(("data_batch_1.bin", Records(1, 0)), ("test_batch.bin", []));

        AssertRefused("cifar-10", archive, $"{archive}#test_batch.bin", 0, "whole records");
    }

    [Fact]
    public void Load_WhenALabelIsTen_RefusesItsPlace()
    {
        string archive = WriteArchive(("data_batch_1.bin", Records(2, 9)), ("test_batch.bin", Records(1, 0)));

        AssertRefused("cifar-10", archive, $"{archive}#data_batch_1.bin", ImageLength + 1, "a label from 0 to 9, but found 10");
    }

    [Fact]
    public void Load_WhenTrainingFilesAreMissing_NamesThem()
    {
        string archive = WriteArchive(("data_batch_1.bin", Records(1, 0)), ("data_batch_4.bin", Records(1, 0)), ("test_batch.bin", Records(1, 0)));

        NamedFiles missing = Assert.Single(ImageSets.Load("cifar-10", archive, null).Missing);

        Assert.Equal(("training files", 3, "data_batch_2.bin data_batch_3.bin data_batch_5.bin"), (missing.Reason, missing.Count, string.Join(' ', missing.First)));
    }

    [Theory]
    [InlineData("cifar-10", "cifar-10-batches-py/data_batch_1", "the binary version of cifar-10 (cifar-10-binary.tar.gz), but found the Python version (pickles). Fetch the binary version.")]
    [InlineData("cifar-10", "cifar-10-batches-mat/test_batch.mat", "but found the MATLAB version.")]
    [InlineData("cifar-100", "cifar-100-python/train", "the binary version of cifar-100 (cifar-100-binary.tar.gz), but found the Python version (pickles).")]
    public void Load_WhenItIsAnotherVersion_NamesIt(string name, string file, string expected)
    {
        folder.Write($"data/{file}", [0x80, 2, 1]);
        string archive = folder.WriteArchive($"archives/{name}-other.tar.gz", (file, [0x80, 2, 1]));

        foreach ((string? path, string? data) in new (string?, string?)[] { (null, Path.Combine(folder.Path, "data")), (Path.Combine(folder.Path, "data"), null), (archive, null), (null, Path.Combine(folder.Path, "archives")) })
        {
            Assert.Contains(expected, Assert.Throws<DatasetException>(() => ImageSets.Load(name, path, data)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_WhenMacOsPackedTheArchive_PassesItsFilesOver()
    {
        string archive = WriteArchive(("__MACOSX/data_batch_1.bin", [1]), ("._data_batch_1.bin", [1]), ("data_batch_1.bin", Records(1, 3)), ("test_batch.bin", Records(1, 4)));

        Assert.Equal([3], ImageSets.Load("cifar-10", archive, null).Training.Labels);
    }

    [Fact]
    public void Load_WhenTheTestFileIsMissing_SaysSo()
    {
        string archive = WriteArchive(("data_batch_1.bin", Records(1, 0)));

        string message = Assert.Throws<DatasetException>(() => ImageSets.Load("cifar-10", archive, null)).Message;

        Assert.Contains($"the test file of cifar-10: looked for test_batch.bin in {archive}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenTheArchiveHasAFileTwice_RefusesToChoose()
    {
        string archive = WriteArchive(("a/data_batch_1.bin", Records(1, 0)), ("b/data_batch_1.bin", Records(1, 1)), ("a/test_batch.bin", Records(1, 0)));

        AssertRefused("cifar-10", archive, archive, null, "one file data_batch_1.bin, but found 2");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(2000)]
    public void Load_WhenTheArchiveIsCutOff_RefusesIt(int missing)
    {
        byte[] whole = TemporaryFolder.Gzip(TemporaryFolder.Archive(("data_batch_1.bin", Noise(2)), ("test_batch.bin", Noise(1))));
        string archive = folder.Write("cut.tar.gz", whole[..^missing]);

        AssertRefused("cifar-10", archive, archive, null, "an intact tar archive");
    }

    [Fact]
    public void Load_WhenAPlainArchiveEndsBetweenTwoEntries_RefusesIt()
    {
        byte[] whole = TemporaryFolder.Archive(("data_batch_1.bin", Noise(2)), ("test_batch.bin", Noise(1)));
        string archive = folder.Write("cut.tar", whole[..^1024]);

        AssertRefused("cifar-10", archive, archive, null, "an intact tar archive");
    }

    [Fact]
    public void Load_WhenTheArchiveIsNone_RefusesIt()
    {
        string archive = folder.Write("x.tar.gz", Noise(1));

        AssertRefused("cifar-10", archive, archive, null, "an intact tar archive");
    }

    [Fact]
    public void Load_WhenThePathIsNotThere_NamesItInFull()
    {
        string message = Assert.Throws<DatasetException>(() => ImageSets.Load("cifar-10", "nowhere", folder.Path)).Message;

        Assert.Contains($"is not at {Path.Combine(folder.Path, "nowhere")}", message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string name, string path, string file, long? offset, string expected)
    {
        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load(name, path, null));

        Assert.Equal(file, refusal.File);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        if (offset is not null)
        {
            Assert.Equal(offset, refusal.Offset);
        }
    }

    private static string SharedData()
    {
        string? data = SharedFolder.Data;
        Assert.SkipWhen(data is null || !File.Exists(Path.Combine(data, "cifar-10-binary-subset.tar.gz")), "The CIFAR-10 subset is not at hand: FDS_DATA names no folder with it.");
        return data!;
    }

    private string WriteArchive(params (string Name, byte[] Content)[] files) => folder.WriteArchive("cifar-10-binary.tar.gz", files);

    private static byte[] Records(int count, int start) =>
        [.. Enumerable.Range(start, count).SelectMany(label => (byte[])[(byte)label, .. Enumerable.Range(0, ImageLength).Select(i => (byte)(i + (11 * label)))])];

    private static byte[] CoarseRecord(byte coarse, byte fine) => [coarse, fine, .. new byte[ImageLength]];

    /// <summary>Valid records of pixels that do not compress, so that a cut lands in them.</summary>
    private static byte[] Noise(int count)
    {
        byte[] records = new byte[count * (ImageLength + 1)];
        new Random(1).NextBytes(records);
        for (int i = 0; i < count; i++)
        {
            records[i * (ImageLength + 1)] = 1;
        }

        records[^1] = 1;
        return records;
    }
}
