using Fds.Core.Training;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>The parameters of a Gaussian process on the unit cube under which values are most likely (type II maximum likelihood).</summary>
internal static class LikelihoodFit
{
    private const int Restarts = 2;
    private const int Iterations = 15;
    private const double Tolerance = 1e-2;

    /// <summary>Length scales and noise ratio are sought between these; the unit cube has sides of 1 and the values deviation 1.</summary>
    private static readonly (double Least, double Start, double Most) LengthScale = (0.05, 0.5, 10);

    private static readonly (double Least, double Start, double Most) NoiseRatio = (1e-6, 1e-3, 1);

    /// <summary>The best of several local searches, one from the middle of the bounds and the others from random points.</summary>
    /// <param name="points">Where values are known.</param>
    /// <param name="values">The values.</param>
    /// <param name="random">Where the random points are drawn from.</param>
    public static (MaternKernel Kernel, double Noise) Of(double[][] points, double[] values, ref SplitMix64 random)
    {
        MarginalLikelihood likelihood = new(points, values);
        int dimensions = points[0].Length;
        Vector<double> lower = Parameters(dimensions, LengthScale.Least, NoiseRatio.Least);
        Vector<double> upper = Parameters(dimensions, LengthScale.Most, NoiseRatio.Most);
        Vector<double> start = Parameters(dimensions, LengthScale.Start, NoiseRatio.Start);
        (double Value, Vector<double> Parameters) best = (double.PositiveInfinity, start);
        for (int i = 0; i < Restarts; i++)
        {
            (double Value, Vector<double> Parameters) found = Minimise(likelihood, lower, upper, start);
            best = found.Value < best.Value ? found : best;
            start = lower + (upper - lower).PointwiseMultiply(Vector<double>.Build.Dense(random.UnitPoint(dimensions + 1)));
        }

        return likelihood.Model(best.Parameters);
    }

    private static (double Value, Vector<double> Parameters) Minimise(MarginalLikelihood likelihood, Vector<double> lower, Vector<double> upper, Vector<double> start)
    {
        (double Value, Vector<double> Parameters) best = (double.PositiveInfinity, start);
        IObjectiveFunction objective = ObjectiveFunction.Gradient(parameters =>
        {
            (double value, Vector<double> gradient) = likelihood.At(parameters);
            best = value < best.Value ? (value, parameters.Clone()) : best;
            return (value, gradient);
        });
        try
        {
            new BfgsBMinimizer(Tolerance, Tolerance, Tolerance, Iterations).FindMinimum(objective, lower, upper, start);
        }
        catch (Exception e) when (e is OptimizationException or ArgumentException)
        {
            // Iterations that run out, a line search that fails, or a step to where the covariance matrix has no factor end the search
            // where it is: the best point met so far counts.
        }

        return best;
    }

    private static Vector<double> Parameters(int dimensions, double lengthScale, double noiseRatio) =>
        Vector<double>.Build.Dense(dimensions + 1, i => Math.Log(i < dimensions ? lengthScale : noiseRatio));
}
