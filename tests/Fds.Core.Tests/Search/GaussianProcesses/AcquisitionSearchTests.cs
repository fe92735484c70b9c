using Fds.Core.Search.GaussianProcesses;
using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Search.GaussianProcesses;

public sealed class AcquisitionSearchTests
{
    [Fact]
    public void Maximise_OfASmoothFunction_FindsItsTop()
    {
        SplitMix64 random = new(1);

        double[] found = AcquisitionSearch.Maximise(x => -Math.Pow(x[0] - 0.123, 2) - Math.Pow(x[1] - 0.9, 2), 2, [], ref random);

        Assert.Equal(0.123, found[0], 0.005);
        Assert.Equal(0.9, found[1], 0.005);
    }

    [Fact]
    public void Maximise_WithAStartNearANarrowTop_FindsIt()
    {
        SplitMix64 random = new(1);
        double[] top = [0.7, 0.2, 0.4, 0.6];

        double[] found = AcquisitionSearch.Maximise(x => Math.Exp(-1e3 * x.Zip(top, (a, b) => (a - b) * (a - b)).Sum()), 4, [[0.68, 0.22, 0.4, 0.6]], ref random);

        Assert.All(found.Zip(top), pair => Assert.Equal(pair.Second, pair.First, 0.02));
    }

    [Fact]
    public void Maximise_TowardsACorner_StaysInsideAndNeverEndsThereTwice()
    {
        SplitMix64 random = new(1);

        double[][] found = [AcquisitionSearch.Maximise(Enumerable.Sum, 3, [], ref random), AcquisitionSearch.Maximise(Enumerable.Sum, 3, [], ref random)];

        Assert.All(found, point => Assert.All(point, x => Assert.InRange(x, 0.99, 1)));
        Assert.NotEqual(found[0], found[1]);
    }
}
