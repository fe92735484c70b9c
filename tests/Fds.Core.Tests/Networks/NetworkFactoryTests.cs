using Fds.Core.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks;

public sealed class NetworkFactoryTests
{
    public NetworkFactoryTests() => TorchTests.Prepare();

    /// <summary>mlp: 784·64 + 64 + 64·64 + 64 + 64·10 + 10; the others as published.</summary>
    [Theory]
    [InlineData("mlp", 1, 28, 55_050)]
    [InlineData("lenet", 1, 28, 44_426)]
    [InlineData("lenet", 3, 32, 62_006)]
    [InlineData("lenet-bn", 1, 28, 44_426 + 12 + 32)]
    [InlineData("wrn-16-1", 3, 32, 175_066)]
    [InlineData("wrn-40-2", 3, 32, 2_243_546)]
    public void Network_ByName_HasThePublishedNumberOfParameters(string name, int channels, int size, long expected) =>
        Assert.Equal(expected, NetworkFactory.Create(name, channels, size, size, 10).Layout.Count);

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 3, 100)]
    [InlineData(16, 1, 10)]
    [InlineData(16, 4, 100)]
    [InlineData(28, 2, 7)]
    [InlineData(40, 2, 10)]
    public void WideResNet_OfAnyDepthAndWidth_HasAsManyParametersAsTheFormulaSays(int depth, int widen, int classes)
    {
        long later = ((depth - 4) / 6) - 1;
        long expected = 3 * 9 * 16;
        long from = 16;
        foreach (long to in new long[] { 16 * widen, 32 * widen, 64 * widen })
        {
            expected += (2 * from) + (9 * from * to) + (2 * to) + (9 * to * to) + (from == to ? 0 : from * to);
            expected += later * 2 * ((2 * to) + (9 * to * to));
            from = to;
        }

        expected += (2 * from) + (from * classes) + classes;

        Assert.Equal(expected, NetworkFactory.Create($"wrn-{depth}-{widen}", 3, 32, 32, classes).Layout.Count);
    }

    [Theory]
    [InlineData("mlp", 1, 28, 28)]
    [InlineData("mlp", 3, 1, 8)]
    [InlineData("lenet", 1, 28, 28)]
    [InlineData("lenet", 3, 32, 32)]
    [InlineData("lenet", 3, 16, 16)]
    [InlineData("lenet", 3, 17, 41)]
    [InlineData("lenet-bn", 1, 28, 28)]
    [InlineData("lenet-bn", 3, 36, 23)]
    [InlineData("wrn-10-1", 3, 32, 32)]
    [InlineData("wrn-10-1", 3, 4, 4)]
    [InlineData("wrn-10-1", 3, 5, 11)]
    public void Forward_OfABatch_GivesALogitPerClass(string name, int channels, int height, int width)
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = NetworkFactory.Create(name, channels, height, width, 7);

        Tensor logits = network.Forward(zeros(network.Layout.Count), zeros([2, channels, height, width]));

        Assert.Equal(name, network.Name);
        Assert.Equal([2, 7], logits.shape);
    }

    [Theory]
    [InlineData("resnet")]
    [InlineData("LeNet")]
    [InlineData("")]
    [InlineData("wrn")]
    [InlineData("wrn-16")]
    [InlineData("wrn-16-1-1")]
    [InlineData("wrn-11-1")]
    [InlineData("wrn-4-1")]
    [InlineData("wrn-16-0")]
    [InlineData("wrn--16-1")]
    [InlineData("wrn-16-1.5")]
    [InlineData("wrn-16-99999999999")]
    public void Network_OfAnUnknownName_IsRefusedWithTheNamesThereAre(string name)
    {
        FdsException refusal = Assert.Throws<FdsException>(() => NetworkFactory.Create(name, 3, 32, 32, 10));

        Assert.Equal(
            $"Expected a network named mlp, lenet, lenet-bn or wrn-DEPTH-WIDEN with (DEPTH - 4) divisible by 6, but got '{name}'.", refusal.Message);
    }

    [Theory]
    [InlineData("lenet", 15, 100, "LeNet takes images of at least 16×16 pixels, but these have 15×100 (height × width).")]
    [InlineData("lenet-bn", 100, 15, "LeNet takes images of at least 16×16 pixels, but these have 100×15 (height × width).")]
    [InlineData("wrn-16-1", 4, 3, "WideResNet takes images of at least 4×4 pixels, but these have 4×3 (height × width).")]
    [InlineData("mlp", 6000, 6000, "The network mlp would have 6912004874 weights for images of 6000 x 6000 pixels in 3 channels: at most 2147483647 are possible. Use smaller images, or a network with fewer weights for large ones: wrn-DEPTH-WIDEN.")]
    public void Network_ForImagesThatItDoesNotTake_IsRefused(string name, int height, int width, string expected) =>
        Assert.Equal(expected, Assert.Throws<FdsException>(() => NetworkFactory.Create(name, 3, height, width, 10)).Message);

    [Fact]
    public void Layout_Views_CoverTheWeightsWithoutGaps()
    {
        using DisposeScope scope = NewDisposeScope();
        ParameterLayout layout = NetworkFactory.Create("lenet-bn", 1, 28, 28, 10).Layout;
        Tensor weights = arange(layout.Count, ScalarType.Float64);

        Tensor joined = cat([.. Enumerable.Range(0, layout.Shapes.Length).Select(i => layout.View(weights, i).flatten())]);

        Assert.Equal(weights, joined);
        Assert.Equal([6, 1, 5, 5], layout.View(weights, 0).shape);
        layout.View(weights, 1).fill_(-1);
        Assert.Equal(-6, weights.clamp(max: 0).sum().item<double>());
    }
}
