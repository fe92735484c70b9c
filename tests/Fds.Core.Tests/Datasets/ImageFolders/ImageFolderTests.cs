using Fds.Core.Datasets;
using Fds.Testing;
using SkiaSharp;
using Xunit;

namespace Fds.Core.Tests.Datasets.ImageFolders;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_WhenCifarComesAsImages_ReadsAllOfThemWithCifarsNormalisation()
    {
        string? data = SharedFolder.Data;
        Assert.SkipWhen(data is null || !File.Exists(Path.Combine(data, "cifar-10-jpeg.tar.gz")), "CIFAR-10 as images is not at hand: FDS_DATA names no folder with it.");
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();

        ImageDataset cifar = ImageSets.Load("cifar-10", "cifar-10-jpeg.tar.gz", data);

        double seconds = clock.GetElapsedTime(start).TotalSeconds;
        TestContext.Current.SendDiagnosticMessage($"60,000 JPEG images in {seconds:F1} s");
        Assert.True(seconds < 60, $"Expected 60,000 images in under a minute, but they took {seconds:F1} s.");
        Assert.Equal((50_000, 10_000, 10, 3), (cifar.Training.Count, cifar.Test.Count, cifar.Classes, cifar.Training.Channels));
        Assert.All(cifar.Training.Labels.CountBy(label => label), often => Assert.Equal(5_000, often.Value));
        Assert.Equal(0.4914, cifar.Normalisation.Mean[0]);
        Normalisation measured = Normalisation.Of(cifar.Training);
        Assert.All(Enumerable.Range(0, 3), channel => Assert.Equal(cifar.Normalisation.Mean[channel], measured.Mean[channel], 0.003));
    }

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("set/")]
    public void Load_FromAnArchiveAndItsUnpackedFolder_GivesTheSameBytes(string prefix)
    {
        (string Name, byte[] Content)[] files =
        [
            ($"{prefix}train/cat/2.png", Picture.Png(20, 30, 40)),
            ($"{prefix}train/cat/10.png", Picture.Png(1, 2, 3)),
            ($"{prefix}train/Zebra/1.PNG", Picture.Png(7, 8, 9)),
            ($"{prefix}train/cat/._2.png", [1, 2, 3]),
            ($"{prefix}train/notes.txt", [1, 2, 3]),
            ($"{prefix}test/cat/1.png", Picture.Png(50, 60, 70)),
        ];
        foreach ((string name, byte[] content) in files)
        {
            folder.Write($"images/{name}", content);
        }

        ImageDataset packed = ImageSets.Load("images", folder.WriteArchive("x.tar.gz", files), null);
        ImageDataset unpacked = ImageSets.Load("images", null, folder.Path);

        // Ordinal order: Zebra before cat, 10.png before 2.png.
        Assert.Equal([0, 1, 1], packed.Training.Labels);
        Assert.Equal([1], packed.Test.Labels);
        Assert.Equal([7, 8, 9, 1, 2, 3, 20, 30, 40], packed.Training.Pixels.ToArray().Chunk(4).Select(plane => plane[0]));
        Assert.Equal(packed.Training.Pixels.ToArray(), unpacked.Training.Pixels.ToArray());
        Assert.Equal(packed.Test.Pixels.ToArray(), unpacked.Test.Pixels.ToArray());
        Assert.Equal(unpacked.Training.Labels, packed.Training.Labels);
    }

    [Fact]
    public void Load_WhenImagesHaveNoPublishedNormalisation_ComputesItFromTheTrainingPixels()
    {
        folder.Write("train/a/1.png", Picture.Png(0, 51, 255));
        folder.Write("train/b/2.png", Picture.Png(102, 51, 0));
        folder.Write("test/a/1.png", Picture.Png(9, 9, 9));

        Normalisation normalisation = ImageSets.Load("images", folder.Path, null).Normalisation;

        Assert.Equal([0.2, 0.2, 0.5], normalisation.Mean.Select(value => Math.Round(value, 12)));
        Assert.Equal([0.2, 1, 0.5], normalisation.StandardDeviation.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Load_WhenEveryImageIsGrey_HasOneChannel()
    {
        folder.Write("train/a/1.png", Picture.Grey(40));
        folder.Write("train/b/1.png", Picture.Grey(41));
        folder.Write("test/a/1.jpg", Picture.Grey(50, SKEncodedImageFormat.Jpeg));

        ImageDataset dataset = ImageSets.Load("images", folder.Path, null);

        Assert.Equal((1, 1), (dataset.Training.Channels, dataset.Test.Channels));
        Assert.Equal([40, 40, 40, 40, 41, 41, 41, 41], dataset.Training.Pixels.ToArray());
        Assert.All(dataset.Test.Pixels.ToArray(), pixel => Assert.InRange(pixel, 48, 52));
    }

    [Fact]
    public void Load_WhenOneImageIsColoured_WidensTheGreyOnes()
    {
        folder.Write("train/a/1.png", Picture.Grey(40));
        folder.Write("train/b/2.png", Picture.Png(1, 2, 3));
        folder.Write("test/a/1.png", Picture.Grey(50));

        ImageDataset dataset = ImageSets.Load("images", folder.Path, null);

        Assert.Equal([40, 40, 40, 1, 2, 3], dataset.Training.Pixels.ToArray().Chunk(4).Select(plane => plane[0]));
        Assert.Equal(3, dataset.Test.Channels);
    }

    [Fact]
    public void Load_WhenPixelsAreTransparent_KeepsTheirColours()
    {
        folder.Write("train/a/1.png", Picture.Png(100, 150, 200, alpha: 128));
        folder.Write("train/b/1.png", Picture.Png(1, 2, 3));
        folder.Write("test/a/1.png", Picture.Png(1, 2, 3));

        Assert.Equal([100, 150, 200, 1, 2, 3], ImageSets.Load("images", folder.Path, null).Training.Pixels.ToArray().Chunk(4).Select(plane => plane[0]));
    }

    [Fact]
    public void Load_WhenSizesDiffer_NamesTheFileAndBothSizes()
    {
        folder.Write("train/a/1.png", Picture.Png(1, 2, 3));
        string odd = folder.Write("train/b/7.png", Picture.Png(1, 2, 3, width: 5, height: 4));
        folder.Write("test/a/1.png", Picture.Png(1, 2, 3));

        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load("images", folder.Path, null));

        Assert.Equal(odd, refusal.File);
        Assert.Contains("an image of 2 x 2 pixels", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("one of 4 x 5", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, ".jpg")]
    [InlineData(SKEncodedImageFormat.Png, ".png")]
    public void Load_WhenAnImageIsCutOff_RefusesIt(SKEncodedImageFormat format, string extension)
    {
        byte[] whole = Picture.Noisy(format);
        folder.Write($"train/a/1{extension}", whole);
        string cut = folder.Write($"train/b/2{extension}", whole[..(whole.Length / 2)]);
        folder.Write($"test/a/1{extension}", whole);

        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load("images", folder.Path, null));

        Assert.Equal((cut, whole.Length / 2), (refusal.File, refusal.Offset));
        Assert.Contains("intact", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenAFileIsNoImage_RefusesItByItsNameInTheArchive()
    {
        string archive = folder.WriteArchive("x.tar.gz", ("train/a/1.jpg", [1, 2, 3]), ("train/b/1.png", Picture.Png(1, 2, 3)), ("test/a/1.png", Picture.Png(1, 2, 3)));

        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load("images", archive, null));

        Assert.Equal(($"{archive}#train/a/1.jpg", 0), (refusal.File, refusal.Offset));
    }

    [Fact]
    public void Load_WhenATestClassHasNoTrainingImages_RefusesIt()
    {
        folder.Write("train/a/1.png", Picture.Png(1, 2, 3));
        folder.Write("train/c/1.png", Picture.Png(1, 2, 3));
        folder.Write("test/b/1.png", Picture.Png(1, 2, 3));

        Assert.Contains("the class b, which has none", Assert.Throws<DatasetException>(() => ImageSets.Load("images", folder.Path, null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "any image in test/")]
    [InlineData("test", "any image in train/")]
    public void Load_WhenASplitIsMissing_SaysWhatWasLookedFor(string present, string expected)
    {
        folder.Write($"{present}/a/1.png", Picture.Png(1, 2, 3));

        string message = Assert.Throws<DatasetException>(() => ImageSets.Load("images", folder.Path, null)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("{train,test}/<class>/*.{jpg,jpeg,png,webp,bmp,gif}", message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenThereAreTwoSets_RefusesToMixThem()
    {
        folder.Write("one/train/a/1.png", Picture.Png(1, 2, 3));
        folder.Write("two/test/a/1.png", Picture.Png(1, 2, 3));

        Assert.Contains("'one/' and 'two/'", Assert.Throws<DatasetException>(() => ImageSets.Load("images", folder.Path, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhenCifarImagesLackAClass_RefusesThem()
    {
        string archive = folder.WriteArchive("cifar-10-mine.tar.gz", ("train/a/1.png", Picture.Png(1, 2, 3)), ("train/b/1.png", Picture.Png(1, 2, 3)), ("test/a/1.png", Picture.Png(1, 2, 3)));

        DatasetException refusal = Assert.Throws<DatasetException>(() => ImageSets.Load("cifar-10", null, folder.Path));

        Assert.Equal(archive, refusal.File);
        Assert.Contains("the 10 classes of cifar-10, but found 2", refusal.Message, StringComparison.Ordinal);
    }
}
