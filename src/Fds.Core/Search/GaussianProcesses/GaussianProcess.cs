using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>A Gaussian process with mean 0, given noisy values at some points. n points take n² numbers and n³ / 3 operations.</summary>
/// <remarks>Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), algorithm 2.1.</remarks>
internal sealed class GaussianProcess
{
    private readonly MaternKernel kernel;
    private readonly double[][] points;
    private readonly double[][] factor;
    private readonly double[] weights;

    /// <summary>The posterior of a process.</summary>
    /// <param name="kernel">Its covariance.</param>
    /// <param name="noise">The variance of the values' noise, above 0.</param>
    /// <param name="points">Where values are known, all of one dimension.</param>
    /// <param name="values">The values, one per point.</param>
    public GaussianProcess(MaternKernel kernel, double noise, double[][] points, double[] values)
    {
        this.kernel = kernel;
        this.points = points;
        Cholesky<double> cholesky = Covariance(kernel, noise, points).Cholesky();
        factor = cholesky.Factor.ToRowArrays();
        weights = cholesky.Solve(Vector<double>.Build.Dense(values)).ToArray();
    }

    /// <summary>The covariance matrix of noisy values, [n, n].</summary>
    public static Matrix<double> Covariance(MaternKernel kernel, double noise, double[][] points)
    {
        Matrix<double> covariance = Matrix<double>.Build.Dense(points.Length, points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            covariance[i, i] = kernel.Variance + noise;
            for (int j = 0; j < i; j++)
            {
                covariance[i, j] = covariance[j, i] = kernel.At(points[i], points[j]);
            }
        }

        return covariance;
    }

    /// <summary>Mean and standard deviation of the function, without noise, at a point. Takes n² / 2 operations.</summary>
    public (double Mean, double Deviation) At(double[] x)
    {
        double mean = 0;
        double variance = kernel.Variance;

        // Solves L s = k by forward substitution: the variance is k(x, x) − s·s.
        double[] solved = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            double covariance = kernel.At(x, points[i]);
            mean += covariance * weights[i];
            double[] row = factor[i];
            for (int j = 0; j < i; j++)
            {
                covariance -= row[j] * solved[j];
            }

            solved[i] = covariance / row[i];
            variance -= solved[i] * solved[i];
        }

        return (mean, Math.Sqrt(Math.Max(variance, 0)));
    }
}
