namespace Fds.Core.Search.GaussianProcesses;

/// <summary>The Matérn kernel of smoothness 5/2 with a length scale per dimension.</summary>
/// <remarks>k(x, y) = σ² (1 + √5 r + 5 r² / 3) e^(−√5 r), r² = Σ ((x_i − y_i) / ℓ_i)²; Snoek et al. (2012), equation 6.</remarks>
/// <param name="Variance">σ².</param>
/// <param name="LengthScales">ℓ, one per dimension.</param>
internal sealed record MaternKernel(double Variance, double[] LengthScales)
{
    private static readonly double Root = Math.Sqrt(5);

    /// <summary>The covariance of the function's values at two points.</summary>
    public double At(double[] x, double[] y)
    {
        double scaled = Root * Distance(x, y);
        return Variance * (1 + scaled + (scaled * scaled / 3)) * Math.Exp(-scaled);
    }

    /// <summary>
    /// What the derivative of the covariance with respect to ln ℓ_i has in common for all i: it is this times ((x_i − y_i) / ℓ_i)².
    /// </summary>
    public double LengthScaleFactor(double[] x, double[] y)
    {
        double scaled = Root * Distance(x, y);
        return Variance * 5 / 3 * (1 + scaled) * Math.Exp(-scaled);
    }

    /// <summary>((x_i − y_i) / ℓ_i)².</summary>
    public double SquaredDistance(double[] x, double[] y, int dimension)
    {
        double scaled = (x[dimension] - y[dimension]) / LengthScales[dimension];
        return scaled * scaled;
    }

    private double Distance(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += SquaredDistance(x, y, i);
        }

        return Math.Sqrt(sum);
    }
}
