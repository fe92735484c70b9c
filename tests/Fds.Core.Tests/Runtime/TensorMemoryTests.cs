using Fds.Core.Runtime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Runtime;

/// <summary>Alone, because it watches the memory of the whole process.</summary>
[CollectionDefinition(nameof(TensorMemoryTests), DisableParallelization = true)]
[Collection(nameof(TensorMemoryTests))]
public sealed class TensorMemoryTests
{
    private const long Elements = 16 << 20;
    private const long Bytes = 4 * Elements;

    public TensorMemoryTests()
    {
        TorchTests.Prepare();
        Assert.True(TensorMemory.Keep(), "libtorch's allocator is not as expected.");
    }

    [Fact]
    public void Keep_ForABigTensor_CountsItsBytesWhileItLives()
    {
        long before = TensorMemory.BytesInUse;
        using (Tensor big = zeros(Elements))
        {
            Assert.True(TensorMemory.BytesInUse >= before + Bytes, $"{TensorMemory.BytesInUse - before} bytes more are in use.");
            Assert.Equal(Elements, big.add_(1).sum().item<float>());
        }

        Assert.True(TensorMemory.BytesKept >= Bytes);
    }

    [Fact]
    public void GiveBack_AfterABigTensor_GivesItsMemoryBackToTheSystem()
    {
        long before = Environment.WorkingSet;
        using (Tensor big = ones(8 * Elements))
        {
            Assert.True(Environment.WorkingSet >= before + (4 * Bytes), "A tensor of half a gigabyte is not seen in the resident memory.");
        }

        TensorMemory.GiveBack();

        Assert.Equal(0, TensorMemory.BytesKept);
        Assert.True(Environment.WorkingSet < before + (4 * Bytes), "The memory of a disposed tensor is still resident.");
    }

    [Fact]
    public void Keep_ForConvolutions_ServesTheLibraryThatComputesThemToo()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = ones([64, 16, 32, 32]);
        Tensor kernels = ones([16, 16, 3, 3]);

        Tensor result = nn.functional.conv2d(images, kernels);

        Assert.Equal(16 * 9, result[0, 0, 0, 0].item<float>());
        Assert.Equal(16 * 9, result[63, 15, 29, 29].item<float>());
    }
}
