using MathNet.Numerics.Distributions;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>How much below the best value so far a normally distributed one is to be expected.</summary>
internal static class ExpectedImprovement
{
    /// <summary>E[max(best − y, 0)] for y normal with the given mean and deviation.</summary>
    /// <remarks>(best − μ) Φ(z) + σ φ(z), z = (best − μ) / σ; Jones et al. (1998), equation 15.</remarks>
    public static double Of(double mean, double deviation, double best)
    {
        double gain = best - mean;
        if (deviation <= 0)
        {
            return Math.Max(gain, 0);
        }

        double z = gain / deviation;
        return (gain * Normal.CDF(0, 1, z)) + (deviation * Normal.PDF(0, 1, z));
    }
}
