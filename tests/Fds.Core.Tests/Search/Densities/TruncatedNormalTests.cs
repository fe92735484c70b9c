using Fds.Core.Search.Densities;
using Fds.Core.Training;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using Xunit;

namespace Fds.Core.Tests.Search.Densities;

public sealed class TruncatedNormalTests
{
    [Theory]
    [InlineData(0.5, 0.1)]
    [InlineData(0.0, 0.3)]
    [InlineData(1.0, 1.0)]
    public void Density_OverTheRange_IntegratesToOne(double mean, double deviation)
    {
        TruncatedNormal normal = new(mean, deviation);

        Assert.Equal(1, GaussLegendreRule.Integrate(normal.Density, 0, 1, 64), 1e-9);
    }

    [Fact]
    public void Draw_ManyTimes_StaysInTheRangeAndHasTheKnownMean()
    {
        TruncatedNormal normal = new(0.1, 0.3);
        SplitMix64 random = new(1);
        double[] drawn = new double[100_000];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = normal.Draw(ref random);
        }

        // μ + σ (φ(a) − φ(b)) / (Φ(b) − Φ(a)) for the ends a and b in deviations from μ.
        (double a, double b) = (-0.1 / 0.3, 0.9 / 0.3);
        double mean = 0.1 + (0.3 * (Normal.PDF(0, 1, a) - Normal.PDF(0, 1, b)) / (Normal.CDF(0, 1, b) - Normal.CDF(0, 1, a)));
        Assert.All(drawn, x => Assert.InRange(x, 0, 1));
        Assert.Equal(mean, drawn.Average(), 0.003);
    }
}
