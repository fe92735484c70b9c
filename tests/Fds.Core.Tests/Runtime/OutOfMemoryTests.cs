using Fds.Core.Runtime;
using Fds.Testing;
using TorchSharp;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class OutOfMemoryTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of which 1.03 GiB is free.", true)]
    [InlineData("CUDA error: out of memory", true)]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", true)]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 80 bytes. Error code 12", true)]
    [InlineData("CUDA error: an illegal memory access was encountered", false)]
    [InlineData("The size of tensor a (3) must match the size of tensor b (4)", false)]
    public void Is_OfWhatLibtorchSays_TellsWantOfMemoryFromOtherFaults(string message, bool expected) =>
        Assert.Equal(expected, OutOfMemory.Is(new TorchFault(message)));

    [Fact]
    public void Is_OfATensorThatNoHostHasRoomFor_IsTrue()
    {
        Exception e = Assert.ThrowsAny<Exception>(() => torch.empty([1L << 45], torch.ScalarType.Float64, torch.CPU).Dispose());

        Assert.True(OutOfMemory.Is(e), e.ToString());
    }

    [Fact]
    public void Is_OfAnotherTypeWithTheSameWords_IsFalse() => Assert.False(OutOfMemory.Is(new InvalidOperationException("out of memory")));
}
