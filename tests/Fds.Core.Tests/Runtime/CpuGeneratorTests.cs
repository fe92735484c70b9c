using Fds.Core.Runtime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Runtime;

public sealed class CpuGeneratorTests
{
    public CpuGeneratorTests() => TorchTests.Prepare();

    /// <summary>The first four numbers of mt19937ar.out, which the reference's authors publish with it; libtorch makes one of two, the first above the second.</summary>
    [Fact]
    public void Of_ThePublishedKey_DrawsThePublishedNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = CpuGenerator.Of([0x123, 0x234, 0x345, 0x456], seed: 0);

        long[] drawn = [.. empty(2, ScalarType.Int64, CPU).random_(0, 1L << 62, generator).data<long>()];

        Assert.Equal([(1067595299L << 32 | 955945823) % (1L << 62), (477289528L << 32 | 4107218783) % (1L << 62)], drawn);
    }

    [Fact]
    public void Of_SeedsThatDifferInTheHighHalf_DrawDifferentNumbers()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(Draw(new(7, CPU)), Draw(new(7 + (1UL << 32), CPU)));

        Assert.NotEqual(Draw(CpuGenerator.Of(7)), Draw(CpuGenerator.Of(7 + (1UL << 32))));
        Assert.Equal(Draw(CpuGenerator.Of(ulong.MaxValue)), Draw(CpuGenerator.Of(ulong.MaxValue)));
    }

    [Fact]
    public void Of_AnySeed_DrawsStandardNormals()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = CpuGenerator.Of(0);

        Tensor drawn = randn([100_000], ScalarType.Float64, CPU, generator: generator);

        Assert.InRange(drawn.mean().item<double>(), -0.016, 0.016);
        Assert.InRange(drawn.std().item<double>(), 0.989, 1.011);
    }

    private static double[] Draw(Generator generator)
    {
        using (generator)
        {
            return [.. randn([16], ScalarType.Float64, CPU, generator: generator).data<double>()];
        }
    }
}
