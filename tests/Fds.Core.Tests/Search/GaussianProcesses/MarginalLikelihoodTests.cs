using Fds.Core.Search.GaussianProcesses;
using Fds.Core.Training;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Fds.Core.Tests.Search.GaussianProcesses;

public sealed class MarginalLikelihoodTests
{
    /// <summary>Two points: determinant and quadratic form by hand, at the variance that makes them most likely.</summary>
    [Fact]
    public void At_GivenTwoPoints_IsTheLikelihoodWorkedByHand()
    {
        MarginalLikelihood likelihood = new([[0.2], [0.7]], [1, -2]);

        double value = likelihood.At(Vector<double>.Build.Dense([Math.Log(0.4), Math.Log(0.1)])).Value;

        double b = new MaternKernel(1, [0.4]).At([0.2], [0.7]);
        double determinant = (1.1 * 1.1) - (b * b);
        double variance = ((1.1 * 1) - (2 * b * 1 * -2) + (1.1 * 4)) / determinant / 2;
        Assert.Equal(Math.Log(variance) + (0.5 * Math.Log(determinant)), value, 1e-12);
    }

    [Fact]
    public void Gradient_IsThatOfCentralDifferences()
    {
        (double[][] points, double[] values) = Data(15);
        MarginalLikelihood likelihood = new(points, values);
        Vector<double> at = Vector<double>.Build.Dense([-0.5, 0.3, -1.2, -4]);

        Vector<double> gradient = likelihood.At(at).Gradient;

        const double Step = 1e-5;
        for (int i = 0; i < at.Count; i++)
        {
            Vector<double> step = Vector<double>.Build.Dense(at.Count, j => i == j ? Step : 0);
            double difference = (likelihood.At(at + step).Value - likelihood.At(at - step).Value) / (2 * Step);
            Assert.Equal(difference, gradient[i], 1e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }

    [Fact]
    public void Fit_OfValuesThatDependOnOneDimension_FindsItAndIsMoreLikelyThanItsStart()
    {
        (double[][] points, double[] values) = Data(40);
        SplitMix64 random = new(1);

        (MaternKernel kernel, double noise) = LikelihoodFit.Of(points, values, ref random);

        Assert.True(kernel.LengthScales[0] < 0.5 * kernel.LengthScales[2], $"Length scales {string.Join(", ", kernel.LengthScales)}.");
        MarginalLikelihood likelihood = new(points, values);
        double fitted = likelihood.At(Vector<double>.Build.Dense([.. kernel.LengthScales.Select(scale => Math.Log(scale)), Math.Log(noise / kernel.Variance)])).Value;
        double start = likelihood.At(Vector<double>.Build.Dense([Math.Log(0.5), Math.Log(0.5), Math.Log(0.5), Math.Log(1e-3)])).Value;
        Assert.True(fitted < start - 1, $"{fitted} against {start} at the start.");
    }

    [Fact]
    public void Fit_OfValuesThatAreAllTheSame_GivesAUsableProcess()
    {
        (double[][] points, double[] _) = Data(8);
        SplitMix64 random = new(1);

        (MaternKernel kernel, double noise) = LikelihoodFit.Of(points, new double[8], ref random);

        Assert.Equal(0, new GaussianProcess(kernel, noise, points, new double[8]).At(points[0]).Mean, 1e-12);
    }

    /// <summary>Random points of three dimensions and a function of the first.</summary>
    private static (double[][] Points, double[] Values) Data(int count)
    {
        SplitMix64 random = new(7);
        double[][] points = new double[count][];
        for (int i = 0; i < count; i++)
        {
            points[i] = random.UnitPoint(3);
        }

        return (points, [.. points.Select(point => Math.Sin(8 * point[0]))]);
    }
}
