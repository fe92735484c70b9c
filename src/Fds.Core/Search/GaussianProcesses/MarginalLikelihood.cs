using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>
/// How likely values are under a Gaussian process, as a function of its parameters p = (ln ℓ_1 … ln ℓ_d, ln ρ): length scales, and the
/// ratio ρ of the noise's variance to the function's. The function's variance is the most likely one given these, in closed form.
/// </summary>
/// <param name="points">n points of one dimension d.</param>
/// <param name="values">The value at each.</param>
internal sealed class MarginalLikelihood(double[][] points, double[] values)
{
    private const double LeastVariance = 1e-6;
    private readonly Vector<double> values = Vector<double>.Build.Dense(values);

    /// <summary>−ln of the likelihood, but for a constant, with its gradient. Takes n³ operations.</summary>
    /// <remarks>
    /// n/2 ln s² + ½ ln |C|, s² = yᵀ C⁻¹ y / n, for C the covariance matrix at a variance of 1; Rasmussen and Williams (2006), equations
    /// 5.8 and 5.9, with the variance eliminated.
    /// </remarks>
    public (double Value, Vector<double> Gradient) At(Vector<double> parameters)
    {
        (MaternKernel kernel, double noise) = Unit(parameters);
        Cholesky<double> cholesky = GaussianProcess.Covariance(kernel, noise, points).Cholesky();
        Vector<double> weights = cholesky.Solve(values);
        double variance = Variance(weights);
        Matrix<double> inverse = cholesky.Solve(Matrix<double>.Build.DenseIdentity(points.Length));

        // dC enters as ½ tr(C⁻¹ dC) − ½ wᵀ dC w / s², w = C⁻¹ y: the sum of dC times one matrix.
        int dimensions = kernel.LengthScales.Length;
        double[] gradient = new double[dimensions + 1];
        for (int i = 0; i < points.Length; i++)
        {
            gradient[dimensions] += 0.5 * noise * (inverse[i, i] - (weights[i] * weights[i] / variance));
            for (int j = 0; j < i; j++)
            {
                double slope = (inverse[i, j] - (weights[i] * weights[j] / variance)) * kernel.LengthScaleFactor(points[i], points[j]);
                for (int d = 0; d < dimensions; d++)
                {
                    gradient[d] += slope * kernel.SquaredDistance(points[i], points[j], d);
                }
            }
        }

        return (0.5 * ((points.Length * Math.Log(variance)) + cholesky.DeterminantLn), Vector<double>.Build.Dense(gradient));
    }

    /// <summary>The kernel and the noise's variance that parameters stand for, with the most likely variance of the function.</summary>
    public (MaternKernel Kernel, double Noise) Model(Vector<double> parameters)
    {
        (MaternKernel kernel, double noise) = Unit(parameters);
        double variance = Variance(GaussianProcess.Covariance(kernel, noise, points).Cholesky().Solve(values));
        return (kernel with { Variance = variance }, noise * variance);
    }

    /// <summary>s²; the floor is for values that are all the same.</summary>
    private double Variance(Vector<double> weights) => Math.Max(values * weights / points.Length, LeastVariance);

    private static (MaternKernel Kernel, double Noise) Unit(Vector<double> parameters) =>
        (new(1, [.. parameters.Take(parameters.Count - 1).Select(Math.Exp)]), Math.Exp(parameters[^1]));
}
