using Fds.Core.Search.Densities;
using Fds.Core.Training;
using MathNet.Numerics.Integration;
using Xunit;

namespace Fds.Core.Tests.Search.Densities;

public sealed class ParzenEstimatorTests
{
    [Fact]
    public void Density_OfThreePoints_IsTheMixtureWorkedByHand()
    {
        ParzenEstimator estimator = new([0.7, 0.1, 0.3]);

        // Widths: the greater gap to the neighbours 0 and 0.3, 0.1 and 0.7, 0.3 and 1; at least 1/4.
        TruncatedNormal[] components = [new(0.5, 1), new(0.1, 0.25), new(0.3, 0.4), new(0.7, 0.4)];
        Assert.Equal(components.Average(component => component.Density(0.2)), estimator.Density(0.2), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Density_OverTheRange_IntegratesToOne(int points)
    {
        ParzenEstimator estimator = new(Enumerable.Range(0, points).Select(i => i * i / 1600.0));

        Assert.Equal(1, GaussLegendreRule.Integrate(estimator.Density, 0, 1, 256), 1e-9);
    }

    [Fact]
    public void Draw_ManyTimes_FollowsTheDensity()
    {
        ParzenEstimator estimator = new([0.2, 0.22, 0.25, 0.21]);
        SplitMix64 random = new(1);
        int below = 0;
        for (int i = 0; i < 20_000; i++)
        {
            below += estimator.Draw(ref random) < 0.4 ? 1 : 0;
        }

        Assert.Equal(GaussLegendreRule.Integrate(estimator.Density, 0, 0.4, 256), below / 20_000.0, 0.01);
    }
}
