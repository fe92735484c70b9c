using Fds.Core.Search.Densities;
using Fds.Core.Training;
using MathNet.Numerics.Integration;
using Xunit;

namespace Fds.Core.Tests.Search.Densities;

public sealed class ParzenEstimatorTests
{
    [Fact]
    public void Density_OfTwoPoints_IsTheMixtureWorkedByHand()
    {
        ParzenEstimator estimator = new([[0.7, 0.1], [0.3, 0.9]], 2);

        // Widths: the greater gap to the neighbours in each dimension, 0.4 and 0.8 for both; the ends of the range are neighbours.
        static double At(double mean, double width, double x) => new TruncatedNormal(mean, width).Density(x);
        double prior = At(0.5, 1, 0.2) * At(0.5, 1, 0.8);
        double expected = (prior + (At(0.7, 0.4, 0.2) * At(0.1, 0.8, 0.8)) + (At(0.3, 0.4, 0.2) * At(0.9, 0.8, 0.8))) / 3;
        Assert.Equal(Math.Log(expected), estimator.LogDensity([0.2, 0.8]), 1e-12);
    }

    /// <summary>Points that coincide have no gap, and are as narrow as the least width: a part in 100 at most.</summary>
    [Fact]
    public void Density_OfPointsThatCoincide_HasTheLeastWidth()
    {
        ParzenEstimator estimator = new([.. Enumerable.Repeat<double[]>([0.5], 200)], 1);

        double outermost = new TruncatedNormal(0.5, 0.5).Density(0.5);
        double expected = (new TruncatedNormal(0.5, 1).Density(0.5) + (2 * outermost) + (198 * new TruncatedNormal(0.5, 0.01).Density(0.5))) / 201;
        Assert.Equal(Math.Log(expected), estimator.LogDensity([0.5]), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Density_OverTheSquare_IntegratesToOne(int points)
    {
        ParzenEstimator estimator = new([.. Enumerable.Range(0, points).Select(i => new[] { i * i / 1600.0, 1 - (i / 40.0) })], 2);

        Assert.Equal(1, GaussLegendreRule.Integrate((x, y) => Math.Exp(estimator.LogDensity([x, y])), 0, 1, 0, 1, 96), 1e-6);
    }

    [Fact]
    public void Density_InAHundredDimensions_DoesNotUnderflow() =>
        Assert.InRange(new ParzenEstimator([[.. Enumerable.Repeat(0.0, 100)]], 100).LogDensity([.. Enumerable.Repeat(1.0, 100)]), -100, 10);

    [Fact]
    public void Draw_ManyTimes_FollowsTheDensity()
    {
        ParzenEstimator estimator = new([[0.2, 0.8], [0.22, 0.7], [0.25, 0.9], [0.21, 0.8]], 2);
        SplitMix64 random = new(1);
        int inside = 0;
        for (int i = 0; i < 20_000; i++)
        {
            inside += estimator.Draw(ref random) is [< 0.4, > 0.5] ? 1 : 0;
        }

        double expected = GaussLegendreRule.Integrate((x, y) => Math.Exp(estimator.LogDensity([x, y])), 0, 0.4, 0.5, 1, 64);
        Assert.Equal(expected, inside / 20_000.0, 0.01);
    }
}
