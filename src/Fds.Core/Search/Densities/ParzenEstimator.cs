using Fds.Core.Training;

namespace Fds.Core.Search.Densities;

/// <summary>
/// An adaptive Parzen estimator on [0, 1]^d: an equal mixture of products of truncated normals, one product at each given point, and one for
/// the prior, at the middle and as wide as the range. In each dimension a point is as wide as the greater of the gaps to its neighbours there.
/// </summary>
/// <remarks>
/// The widths are those of Bergstra et al. (2011), section 4.2; the least width, one part in the number of points and at most one in 100, is
/// hyperopt's. The density is joint, as in BOHB (Falkner et al., ICML 2018): a product of densities of single dimensions cannot say that one
/// value is good where another is.
/// </remarks>
internal sealed class ParzenEstimator
{
    private const int MostParts = 100;
    private readonly TruncatedNormal[][] components;

    /// <summary>The estimator of some points of the cube; of none, the prior.</summary>
    /// <param name="points">The points, each of d values in [0, 1].</param>
    /// <param name="dimensions">d.</param>
    public ParzenEstimator(IReadOnlyList<double[]> points, int dimensions)
    {
        components = [[.. Enumerable.Repeat(new TruncatedNormal(0.5, 1), dimensions)], .. points.Select(_ => new TruncatedNormal[dimensions])];
        double least = 1.0 / Math.Min(MostParts, points.Count + 1);
        for (int j = 0; j < dimensions; j++)
        {
            int[] order = [.. Enumerable.Range(0, points.Count).OrderBy(i => points[i][j])];
            for (int place = 0; place < order.Length; place++)
            {
                // The ends of the range are the outermost points' neighbours.
                double centre = points[order[place]][j];
                double left = place == 0 ? 0 : points[order[place - 1]][j];
                double right = place == order.Length - 1 ? 1 : points[order[place + 1]][j];
                components[1 + order[place]][j] = new(centre, Math.Clamp(Math.Max(centre - left, right - centre), least, 1));
            }
        }
    }

    /// <summary>The logarithm of the density at a point of the cube. The density itself underflows in many dimensions.</summary>
    public double LogDensity(double[] x)
    {
        double[] logs = new double[components.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            TruncatedNormal[] component = components[i];
            for (int j = 0; j < x.Length; j++)
            {
                logs[i] += component[j].LogDensity(x[j]);
            }
        }

        double greatest = logs.Max();
        return greatest + Math.Log(logs.Sum(log => Math.Exp(log - greatest)) / logs.Length);
    }

    /// <summary>A draw.</summary>
    public double[] Draw(ref SplitMix64 random)
    {
        TruncatedNormal[] component = components[random.Below(components.Length)];
        double[] drawn = new double[component.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[i] = component[i].Draw(ref random);
        }

        return drawn;
    }
}
