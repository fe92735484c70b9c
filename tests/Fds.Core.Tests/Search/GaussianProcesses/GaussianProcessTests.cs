using Fds.Core.Search.GaussianProcesses;
using Xunit;

namespace Fds.Core.Tests.Search.GaussianProcesses;

public sealed class GaussianProcessTests
{
    [Fact]
    public void Kernel_AtAKnownDistance_IsMatern52()
    {
        MaternKernel kernel = new(2, [0.5, 2]);

        // r² = (0.3 / 0.5)² + (1.6 / 2)² = 1.
        double expected = 2 * (1 + Math.Sqrt(5) + (5.0 / 3)) * Math.Exp(-Math.Sqrt(5));
        Assert.Equal(expected, kernel.At([0.3, 0], [0, 1.6]), 1e-12);
        Assert.Equal(2, kernel.At([0.3, 0], [0.3, 0]), 1e-12);
    }

    /// <summary>Two points: the covariance matrix is inverted by hand.</summary>
    [Fact]
    public void At_GivenTwoPoints_IsThePosteriorWorkedByHand()
    {
        MaternKernel kernel = new(1.5, [0.4]);
        const double Noise = 0.1;
        GaussianProcess process = new(kernel, Noise, [[0.2], [0.7]], [1, -2]);

        (double mean, double deviation) = process.At([0.4]);

        double a = 1.5 + Noise;
        double b = kernel.At([0.2], [0.7]);
        double k1 = kernel.At([0.4], [0.2]);
        double k2 = kernel.At([0.4], [0.7]);
        double determinant = (a * a) - (b * b);
        Assert.Equal(((k1 * ((a * 1) - (b * -2))) + (k2 * ((a * -2) - (b * 1)))) / determinant, mean, 1e-12);
        Assert.Equal(Math.Sqrt(1.5 - (((a * k1 * k1) - (2 * b * k1 * k2) + (a * k2 * k2)) / determinant)), deviation, 1e-12);
    }

    [Fact]
    public void At_WithAlmostNoNoise_PassesThroughTheValuesAndFarAwayKnowsNothing()
    {
        GaussianProcess process = new(new(4, [0.1]), 1e-8, [[0.1], [0.5], [0.9]], [3, 1, 2]);

        Assert.Equal(1, process.At([0.5]).Mean, 1e-6);
        Assert.Equal(0, process.At([0.5]).Deviation, 1e-3);
        Assert.Equal(0, process.At([50]).Mean, 1e-12);
        Assert.Equal(2, process.At([50]).Deviation, 1e-12);
    }
}
