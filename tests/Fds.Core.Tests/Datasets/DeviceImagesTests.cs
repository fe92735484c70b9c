using Fds.Core.Datasets;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Datasets;

public sealed class DeviceImagesTests
{
    private static readonly Normalisation Numbers = new([0.5, 0.25, 0.125], [0.2, 0.5, 2]);

    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-15)]
    public void Images_OfABatch_AreNormalisedPerChannel(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        LabelledImages raw = Raw(4);
        using DeviceImages images = new(raw, Numbers, CPU);

        Tensor batch = images.Inputs(tensor(new long[] { 3, 1, 3 }), type);

        Assert.Equal([3, 3, 2, 2], batch.shape);
        Assert.Equal(type, batch.dtype);
        double[] values = [.. batch.to_type(ScalarType.Float64).data<double>()];
        int[] expectedImages = [3, 1, 3];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / 4 % 3;
            double pixel = raw.Pixels[expectedImages[i / 12]][i % 12];
            Assert.Equal(((pixel / 255) - Numbers.Mean[channel]) / Numbers.StandardDeviation[channel], values[i], tolerance);
        }
    }

    [Fact]
    public void Labels_OfTheSetAndOfABatch_AreInt64()
    {
        using var scope = NewDisposeScope();
        using DeviceImages images = new(Raw(4), Numbers, CPU);

        Assert.Equal((4, ScalarType.Int64), (images.Count, images.Labels.dtype));
        Assert.Equal([0L, 1, 2, 3], images.Labels.data<long>());
        Assert.Equal([2L, 0], images.TargetsAt(tensor(new long[] { 2, 0 })).data<long>());
    }

    [Fact]
    public void Images_WithOptionsThatAskForNothing_DrawNothing()
    {
        using var scope = NewDisposeScope();
        using DeviceImages images = new(Raw(4), Numbers, CPU);
        using Generator used = new(1, CPU);
        using Generator untouched = new(1, CPU);
        Tensor indices = tensor(new long[] { 2, 0 });

        Assert.Equal(images.Inputs(indices, ScalarType.Float64), images.Inputs(indices, ScalarType.Float64, AugmentationOptions.None, used));
        Assert.Equal(rand(3, generator: untouched), rand(3, generator: used));
    }

    [Fact]
    public void Images_WithOptions_AreTheAugmentedBatch()
    {
        using var scope = NewDisposeScope();
        using DeviceImages images = new(Raw(4), Numbers, CPU);
        using Generator first = new(1, CPU);
        using Generator second = new(1, CPU);
        AugmentationOptions options = new(1, true, 2, 0.5);
        Tensor indices = tensor(new long[] { 2, 0, 1 });

        Tensor expected = Augmentation.Apply(images.Inputs(indices, ScalarType.Float32), options, first, Numbers);

        Assert.Equal(expected, images.Inputs(indices, ScalarType.Float32, options, second));
    }

    [Fact]
    public void Images_OfAnotherType_AreRefused()
    {
        using var scope = NewDisposeScope();
        using DeviceImages images = new(Raw(4), Numbers, CPU);

        Assert.Throws<ArgumentException>(() => images.Inputs(tensor(new long[] { 0 }), ScalarType.Int64));
    }

    [Fact]
    public void Constructor_WhenLengthsDisagree_RefusesThem()
    {
        LabelledImages raw = Raw(4);

        Assert.Throws<ArgumentException>(() => new DeviceImages(raw with { Count = 5 }, Numbers, CPU));
        Assert.Throws<ArgumentException>(() => new DeviceImages(raw with { Labels = [1] }, Numbers, CPU));
        Assert.Throws<ArgumentException>(() => new DeviceImages(raw, new Normalisation([0], [1]), CPU));
    }

    [Fact]
    public void DeviceImages_MadeInAScope_OutliveIt()
    {
        DeviceImages images;
        using (NewDisposeScope())
        {
            images = new DeviceImages(Raw(4), Numbers, CPU);
        }

        using var scope = NewDisposeScope();
        Assert.Equal(4, images.TargetsAt(arange(4, dtype: ScalarType.Int64)).shape[0]);
        images.Dispose();
    }

    [Fact]
    public void DeviceImages_WhenUsedAndDisposedOf_LeaveNoTensorBehind()
    {
        using Generator generator = new(1, CPU);
        using Tensor indices = tensor(new long[] { 2, 0, 1 });

        LiveTensors.AssertUnchanged(() =>
        {
            using DeviceImages images = new(Raw(4), Numbers, CPU);
            images.Inputs(indices, ScalarType.Float32).Dispose();
            images.Inputs(indices, ScalarType.Float64, AugmentationOptions.None, generator).Dispose();
            images.Inputs(indices, ScalarType.Float64, new AugmentationOptions(2, true, 2, 0.5), generator).Dispose();
            images.TargetsAt(indices).Dispose();
        });
    }

    [Fact]
    public void Constructor_FromSeveralBlocks_HasTheSameImages()
    {
        using var scope = NewDisposeScope();
        LabelledImages raw = Raw(7);
        PixelBlocks blocks = new(7, 12, blockBytes: 25);
        for (int i = 0; i < 7; i++)
        {
            raw.Pixels[i].CopyTo(blocks[i]);
        }

        using DeviceImages expected = new(raw, Numbers, CPU);
        using DeviceImages images = new(raw with { Pixels = blocks }, Numbers, CPU, releasePixels: true);

        Tensor all = arange(7, dtype: ScalarType.Int64);
        Assert.Equal(4, blocks.BlockCount);
        Assert.Equal(expected.Inputs(all, ScalarType.Float64), images.Inputs(all, ScalarType.Float64));
        Assert.Throws<InvalidOperationException>(() => blocks[3].ToArray());
        Assert.Equal((7 * (12 + 8), 12), (images.Bytes, images.ExampleLength));
    }

    private static LabelledImages Raw(int count) => new(
        [.. Enumerable.Range(0, count * 12).Select(i => (byte)(i * 37))], [.. Enumerable.Range(0, count).Select(i => (byte)i)], count, 3, 2, 2);
}
