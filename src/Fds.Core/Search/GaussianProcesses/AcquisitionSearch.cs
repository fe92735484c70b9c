using Fds.Core.Training;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>
/// Seeks the greatest value of a function on the unit cube: at random points, near given ones, and then ever closer around the best found.
/// Steps are reflected at the faces of the cube, so that two searches never end in the same corner to the bit.
/// </summary>
internal static class AcquisitionSearch
{
    private const int RandomPoints = 384;
    private const int PointsPerStart = 32;
    private const double StartScale = 0.1;
    private static readonly double[] Scales = [0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>The point of the greatest value found.</summary>
    /// <param name="function">The function.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="starts">Points that are worth looking around.</param>
    /// <param name="random">Where points are drawn from.</param>
    public static double[] Maximise(Func<double[], double> function, int dimensions, IEnumerable<double[]> starts, ref SplitMix64 random)
    {
        (double Value, double[] Point) best = (double.NegativeInfinity, []);
        void Try(double[] point)
        {
            double value = function(point);
            best = value > best.Value ? (value, point) : best;
        }

        for (int i = 0; i < RandomPoints; i++)
        {
            Try(random.UnitPoint(dimensions));
        }

        foreach (double[] start in starts)
        {
            for (int i = 0; i < PointsPerStart; i++)
            {
                Try(Near(start, StartScale, ref random));
            }
        }

        foreach (double scale in Scales)
        {
            double[] centre = best.Point;
            for (int i = 0; i < PointsPerStart; i++)
            {
                Try(Near(centre, scale, ref random));
            }
        }

        return best.Point;
    }

    /// <summary>A point about normally distributed around another.</summary>
    private static double[] Near(double[] centre, double scale, ref SplitMix64 random)
    {
        double[] point = new double[centre.Length];
        for (int i = 0; i < point.Length; i++)
        {
            double moved = Math.Abs(centre[i] + random.Normal(scale));
            point[i] = moved <= 1 ? moved : 2 - moved;
        }

        return point;
    }
}
