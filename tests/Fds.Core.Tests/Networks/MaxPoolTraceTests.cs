using Fds.Core.Networks.Traces;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Networks;

/// <summary>The tangent engine's max-pooling beside libtorch's.</summary>
public sealed class MaxPoolTraceTests
{
    public MaxPoolTraceTests() => TorchTests.Prepare();

    /// <summary>Of whole numbers most windows hold their largest several times.</summary>
    [Theory]
    [InlineData(2, 8, 8)]
    [InlineData(2, 7, 9)]
    [InlineData(3, 9, 12)]
    [InlineData(3, 11, 7)]
    [InlineData(4, 4, 9)]
    public void OfEqualValues_TheOneThatLibtorchChooses_IsChosen(int size, int height, int width)
    {
        using Generator generator = new(5);
        Tensor images = randint(0, 3, [4, 2, height, width], ScalarType.Float64, generator: generator);
        Tensor leaf = images.clone().requires_grad_();
        Tensor expected = nn.functional.max_pool2d(leaf, size);
        Tensor gradient = randn(expected.shape, ScalarType.Float64, generator: generator);

        MaxPoolTrace trace = new(new(images, IsData: false), size);

        Assert.Equal(expected.detach(), trace.Output.Value);
        Assert.Equal(autograd.grad([expected], [leaf], [gradient])[0], trace.Backward(gradient));
    }
}
