using Fds.Core.Search.GaussianProcesses;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using Xunit;

namespace Fds.Core.Tests.Search.GaussianProcesses;

public sealed class ExpectedImprovementTests
{
    [Theory]
    [InlineData(0.3, 0.5, 0.1)]
    [InlineData(-1.0, 0.2, 0.1)]
    [InlineData(2.0, 1.5, -1.0)]
    public void Of_ANormalValue_IsTheIntegralOfItsImprovement(double mean, double deviation, double best)
    {
        double integral = GaussLegendreRule.Integrate(y => (best - y) * Normal.PDF(mean, deviation, y), Math.Min(mean, best) - (12 * deviation), best, 512);

        Assert.Equal(integral, ExpectedImprovement.Of(mean, deviation, best), 1e-9);
    }

    [Fact]
    public void Of_AValueAsGoodAsTheBest_IsTheDeviationTimesAConstant() =>
        Assert.Equal(0.7 / Math.Sqrt(2 * Math.PI), ExpectedImprovement.Of(0.4, 0.7, 0.4), 1e-12);

    [Theory]
    [InlineData(1.0, 3.0, 2.0)]
    [InlineData(3.0, 1.0, 0.0)]
    public void Of_ACertainValue_IsItsGainOrNothing(double mean, double best, double expected) =>
        Assert.Equal(expected, ExpectedImprovement.Of(mean, 0, best));
}
