using Fds.Core.Search.Densities;
using Fds.Core.Training;
using MathNet.Numerics.Integration;
using Xunit;

namespace Fds.Core.Tests.Search.Densities;

public sealed class KernelDensityTests
{
    private static readonly double[][] Points = [[0.2, 0.5], [0.4, 0.5]];

    [Fact]
    public void Density_OfTwoPoints_IsTheMixtureWorkedByHand()
    {
        KernelDensity density = new(Points);

        // σ = (0.1, 0), n = 2, d = 2: bandwidths 1.06 · 0.1 · 2^(−1/6), and the least one.
        double bandwidth = 0.106 * Math.Pow(2, -1.0 / 6);
        double first = (new TruncatedNormal(0.2, bandwidth).Density(0.3) + new TruncatedNormal(0.4, bandwidth).Density(0.3)) / 2;
        double expected = first * new TruncatedNormal(0.5, 1e-3).Density(0.501);
        Assert.Equal(expected, density.Density([0.3, 0.501]), expected * 1e-12);
    }

    [Fact]
    public void Density_OverTheSquare_IntegratesToOne()
    {
        KernelDensity density = new([[0.1, 0.9], [0.5, 0.3], [0.8, 0.8]]);

        Assert.Equal(1, GaussLegendreRule.Integrate((x, y) => density.Density([x, y]), 0, 1, 0, 1, 64), 1e-6);
    }

    [Fact]
    public void Draw_ManyTimes_IsAsWideAsAsked()
    {
        KernelDensity density = new([.. Enumerable.Repeat<double[]>([0.5], 3)]);
        SplitMix64 random = new(1);
        double sum = 0;
        for (int i = 0; i < 20_000; i++)
        {
            double offset = density.Draw(3, ref random)[0] - 0.5;
            sum += offset * offset;
        }

        Assert.Equal(3e-3, Math.Sqrt(sum / 20_000), 1e-4);
    }
}
