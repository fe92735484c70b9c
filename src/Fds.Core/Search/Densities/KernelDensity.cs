using Fds.Core.Training;
using MathNet.Numerics.Statistics;

namespace Fds.Core.Search.Densities;

/// <summary>
/// A multivariate kernel density on [0, 1]^d: an equal mixture of products of truncated normals, one product at each point. The bandwidth
/// of a dimension is 1.06 σ n^(−1/(4 + d)), the normal reference rule, and at least 10⁻³.
/// </summary>
internal sealed class KernelDensity
{
    private const double LeastBandwidth = 1e-3;
    private readonly double[][] points;
    private readonly double[] bandwidths;
    private readonly TruncatedNormal[][] kernels;

    /// <summary>The density of at least one point of [0, 1]^d.</summary>
    public KernelDensity(double[][] points)
    {
        this.points = points;
        int dimensions = points[0].Length;
        double shrinkage = Math.Pow(points.Length, -1.0 / (4 + dimensions));
        bandwidths = [.. Enumerable.Range(0, dimensions).Select(i => Math.Max(LeastBandwidth, 1.06 * shrinkage * points.Select(point => point[i]).PopulationStandardDeviation()))];
        kernels = [.. points.Select(point => point.Zip(bandwidths, (mean, bandwidth) => new TruncatedNormal(mean, bandwidth)).ToArray())];
    }

    /// <summary>The density at a point of the cube.</summary>
    public double Density(double[] x)
    {
        double sum = 0;
        foreach (TruncatedNormal[] kernel in kernels)
        {
            double product = 1;
            for (int i = 0; i < x.Length; i++)
            {
                product *= kernel[i].Density(x[i]);
            }

            sum += product;
        }

        return sum / kernels.Length;
    }

    /// <summary>A draw from one of the kernels, widened by a factor.</summary>
    public double[] Draw(double widening, ref SplitMix64 random)
    {
        double[] centre = points[random.Below(points.Length)];
        double[] drawn = new double[centre.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = new TruncatedNormal(centre[i], widening * bandwidths[i]).Draw(ref random);
        }

        return drawn;
    }
}
