using Fds.Core.Datasets;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Datasets;

public sealed class AugmentationTests
{
    private const int Batch = 400;
    private const int Channels = 2;
    private const int Height = 5;
    private const int Width = 7;
    private static readonly Normalisation Numbers = new([0.5, 0.25], [0.2, 0.5]);
    private static readonly double[] Black = [-2.5, -0.5];

    [Fact]
    public void Apply_OfCrop_ShiftsEachImageAndFillsWithBlack()
    {
        Dictionary<(int Row, int Column), int> seen = [];
        ForEachImage(new AugmentationOptions(2, false, 0, 0), seed: 1, (before, after) =>
        {
            (int Row, int Column) shift = Assert.Single(Shifts(2), shift => Same(after, (c, y, x) => Pixel(before, c, y + shift.Row, x + shift.Column)));
            seen[shift] = seen.GetValueOrDefault(shift) + 1;
        });

        // 25 equally likely shifts over 400 images: 16 each on average.
        Assert.Equal(25, seen.Count);
        Assert.All(seen.Values, often => Assert.InRange(often, 4, 34));
    }

    [Fact]
    public void Apply_OfFlip_MirrorsAboutHalfOfTheImages()
    {
        int flipped = 0;
        ForEachImage(new AugmentationOptions(0, true, 0, 0), seed: 1, (before, after) =>
        {
            bool mirrored = Same(after, (c, y, x) => Pixel(before, c, y, Width - 1 - x));
            Assert.True(mirrored || Same(after, (c, y, x) => Pixel(before, c, y, x)));
            flipped += mirrored ? 1 : 0;
        });

        Assert.InRange(flipped, 150, 250);
    }

    [Fact]
    public void Apply_OfCropAndFlip_FlipsTheCroppedImage()
    {
        ForEachImage(new AugmentationOptions(1, true, 0, 0), seed: 2, (before, after) =>
            Assert.Contains(Shifts(1), shift =>
                Same(after, (c, y, x) => Pixel(before, c, y + shift.Row, x + shift.Column))
                || Same(after, (c, y, x) => Pixel(before, c, y + shift.Row, Width - 1 - x + shift.Column))));
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(3, 1)]
    [InlineData(1, 0)]
    public void Apply_OfCutout_ClearsASquareAroundAUniformCentre(int length, int half)
    {
        HashSet<(int, int)> seen = [];
        ForEachImage(new AugmentationOptions(0, false, length, 1), seed: 1, (before, after) =>
        {
            bool Inside(int centre, int at) => at >= centre - half && at < centre + half;
            (int Row, int Column)[] fitting = [.. Places().Where(centre =>
                Same(after, (c, y, x) => Inside(centre.Row, y) && Inside(centre.Column, x) ? 0 : Pixel(before, c, y, x)))];
            Assert.NotEmpty(fitting);
            seen.UnionWith(fitting);
        });

        Assert.Equal(Height * Width, seen.Count);
    }

    [Fact]
    public void Apply_OfCutoutWithProbability_ClearsThatShareOfTheImages()
    {
        int cut = 0;
        ForEachImage(new AugmentationOptions(0, false, 4, 0.25), seed: 1, (before, after) =>
            cut += Same(after, (c, y, x) => Pixel(before, c, y, x)) ? 0 : 1);

        Assert.InRange(cut, 65, 135);
    }

    [Fact]
    public void Apply_WithOneSeed_IsTheSameAndWithAnotherIsNot()
    {
        using var scope = NewDisposeScope();
        AugmentationOptions options = new(2, true, 2, 0.5);
        Tensor images = Images(ScalarType.Float32);

        Assert.Equal(Apply(images, options, seed: 3), Apply(images, options, seed: 3));
        Assert.NotEqual(Apply(images, options, seed: 3), Apply(images, options, seed: 4));
    }

    [Fact]
    public void Apply_OfNothing_ReturnsACopy()
    {
        using var scope = NewDisposeScope();
        Tensor images = Images(ScalarType.Float32);

        Tensor result = Apply(images, AugmentationOptions.None, seed: 1);

        Assert.Equal(images, result);
        Assert.NotSame(images, result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_WhenDisposedOf_LeavesNoTensorBehindAndItsInputAsItWas(bool any)
    {
        using Generator generator = new(1, CPU);
        using Tensor images = Images(ScalarType.Float32);
        using Tensor copy = images.clone();

        LiveTensors.AssertUnchanged(() =>
            Augmentation.Apply(images, any ? new AugmentationOptions(2, true, 2, 0.5) : AugmentationOptions.None, generator, Numbers).Dispose());

        Assert.Equal(copy, images);
    }

    [Fact]
    public void Apply_OfArgumentsOutOfRange_Refuses()
    {
        using var scope = NewDisposeScope();
        Tensor images = Images(ScalarType.Float32);

        Assert.Throws<ArgumentException>(() => Apply(images[0], AugmentationOptions.None, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(images, new AugmentationOptions(-1, false, 0, 0), seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(images, new AugmentationOptions(0, false, -2, 1), seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(images, new AugmentationOptions(0, false, 2, 1.5), seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Apply(images, new AugmentationOptions(0, false, 2, double.NaN), seed: 1));
    }

    [Theory]
    [InlineData(0, false, 0, 1.0, false)]
    [InlineData(0, false, 4, 0.0, false)]
    [InlineData(1, false, 0, 0.0, true)]
    [InlineData(0, true, 0, 0.0, true)]
    [InlineData(0, false, 4, 0.1, true)]
    public void Any_OfOptions_TellsWhetherTheyChangeAnything(int crop, bool flip, int length, double probability, bool any) =>
        Assert.Equal(any, new AugmentationOptions(crop, flip, length, probability).Any);

    private static void ForEachImage(AugmentationOptions options, ulong seed, Action<double[], double[]> check)
    {
        using var scope = NewDisposeScope();
        Tensor images = Images(ScalarType.Float64);
        double[][] before = [.. images.data<double>().Chunk(Channels * Height * Width)];
        double[][] after = [.. Apply(images, options, seed).data<double>().Chunk(Channels * Height * Width)];
        for (int i = 0; i < Batch; i++)
        {
            check(before[i], after[i]);
        }
    }

    private static Tensor Apply(Tensor images, AugmentationOptions options, ulong seed)
    {
        using Generator generator = new(seed, CPU);
        return Augmentation.Apply(images, options, generator, Numbers);
    }

    /// <summary>Every value occurs once, and none is 0 or black.</summary>
    private static Tensor Images(ScalarType type)
    {
        using var scope = NewDisposeScope();
        return (arange(Batch * Channels * Height * Width, dtype: type) + 1).reshape(Batch, Channels, Height, Width).MoveToOuterDisposeScope();
    }

    private static double Pixel(double[] image, int channel, int row, int column) =>
        row is >= 0 and < Height && column is >= 0 and < Width ? image[(((channel * Height) + row) * Width) + column] : Black[channel];

    private static bool Same(double[] image, Func<int, int, int, double> expected)
    {
        for (int i = 0; i < image.Length; i++)
        {
            if (Math.Abs(image[i] - expected(i / (Height * Width), i / Width % Height, i % Width)) > 1e-12)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<(int Row, int Column)> Shifts(int padding) =>
        from row in Enumerable.Range(-padding, (2 * padding) + 1)
        from column in Enumerable.Range(-padding, (2 * padding) + 1)
        select (row, column);

    private static IEnumerable<(int Row, int Column)> Places() =>
        from row in Enumerable.Range(0, Height)
        from column in Enumerable.Range(0, Width)
        select (row, column);
}
