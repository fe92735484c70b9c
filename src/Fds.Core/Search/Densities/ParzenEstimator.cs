using Fds.Core.Training;

namespace Fds.Core.Search.Densities;

/// <summary>
/// An adaptive Parzen estimator on [0, 1]: an equal mixture of truncated normals, one at each given point, as wide as the greater of the
/// gaps to its neighbours, and one for the prior, at the middle and as wide as the range.
/// </summary>
/// <remarks>Bergstra et al. (2011), section 4.2. The least width, one part in the number of points and at most one in 100, is hyperopt's.</remarks>
internal sealed class ParzenEstimator
{
    private const int MostParts = 100;
    private readonly TruncatedNormal[] components;

    /// <summary>The estimator of some points of [0, 1]; of none, the prior.</summary>
    public ParzenEstimator(IEnumerable<double> points)
    {
        double[] centres = [.. points.Order()];
        double least = 1.0 / Math.Min(MostParts, centres.Length + 1);
        components = [new(0.5, 1), .. centres.Select((centre, i) => new TruncatedNormal(centre, Math.Clamp(Gap(centres, i), least, 1)))];
    }

    /// <summary>The density at a point of [0, 1].</summary>
    public double Density(double x)
    {
        double sum = 0;
        foreach (TruncatedNormal component in components)
        {
            sum += component.Density(x);
        }

        return sum / components.Length;
    }

    /// <summary>A draw.</summary>
    public double Draw(ref SplitMix64 random) => components[random.Below(components.Length)].Draw(ref random);

    /// <summary>The greater gap to the neighbours; the ends of the range are the outermost points' neighbours.</summary>
    private static double Gap(double[] centres, int i)
    {
        double left = i == 0 ? 0 : centres[i - 1];
        double right = i == centres.Length - 1 ? 1 : centres[i + 1];
        return Math.Max(centres[i] - left, right - centres[i]);
    }
}
