using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Next_FromSeedZero_GivesThePublishedNumbers()
    {
        SplitMix64 random = new(0);

        Assert.Equal<ulong[]>([0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void Normal_Drawn100000Times_HasTheMeanAndDeviationAskedFor()
    {
        SplitMix64 random = new(1);
        double[] drawn = [.. Enumerable.Range(0, 100_000).Select(_ => random.Normal(2))];

        Assert.Equal(0, drawn.Average(), 0.03);
        Assert.Equal(2, Math.Sqrt(drawn.Average(x => x * x)), 0.03);
    }
}
