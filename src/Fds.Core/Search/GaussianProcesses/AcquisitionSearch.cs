using Fds.Core.Training;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>
/// Seeks the greatest value of a function on the unit cube: at random points, near given ones, and then around the best found, in rounds
/// whose steps are halved when none of them is an improvement. Steps are reflected at the faces of the cube, so that two searches never end in the same corner to the bit.
/// </summary>
internal static class AcquisitionSearch
{
    private const int RandomPoints = 256;
    private const int PointsPerStart = 32;
    private const int Rounds = 40;
    private const int PointsPerRound = 16;
    private const double FirstScale = 0.1;

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
                Try(Near(start, FirstScale, ref random));
            }
        }

        double scale = FirstScale;
        for (int round = 0; round < Rounds; round++)
        {
            (double value, double[] centre) = best;
            for (int i = 0; i < PointsPerRound; i++)
            {
                Try(Near(centre, scale, ref random));
            }

            scale = best.Value > value ? scale : scale / 2;
        }

        return best.Point;
    }

    /// <summary>A point about normally distributed around another.</summary>
    private static double[] Near(double[] centre, double scale, ref SplitMix64 random)
    {
        double[] point = new double[centre.Length];
        for (int i = 0; i < point.Length; i++)
        {
            double moved = Math.Abs(centre[i] + random.Normal(scale * random.NextUnit()));
            point[i] = moved <= 1 ? moved : 2 - moved;
        }

        return point;
    }
}
