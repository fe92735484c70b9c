using System.Collections.Immutable;
using Fds.Core.Search.Sampling;
using Fds.Core.Training;

namespace Fds.Core.Search.Densities;

/// <summary>
/// TPE: in every dimension by itself, of 24 draws from the density l of the good trials' values the one with the greatest l / g, where g
/// is the density of the others'.
/// </summary>
/// <remarks>
/// Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NIPS 2011: maximising l / g maximises expected improvement. Good are
/// the best 15 % (γ of their section 6). Trials that diverged and trials under way are among the others, so that slots which ask at the
/// same time are sent apart. Values are uniform until 10 trials have been told.
/// </remarks>
internal sealed class TreeParzenSource(SearchSettings settings, UniformSource uniform) : IValueSource
{
    private const int Initial = 10;
    private const int Candidates = 24;
    private const double Gamma = 0.15;

    public ImmutableArray<double> Draw(SearchHistory history)
    {
        PastTrial[] told = HugeObjectives.AsDiverged(history.Ranked);
        int share = (int)Math.Ceiling(Gamma * told.Length);
        PastTrial[] good = [.. told.Take(share).Where(record => record.IsFinite)];
        if (told.Length < Initial || good.Length == 0)
        {
            return uniform.Draw(history);
        }

        double[][] goodPoints = [.. good.Select(ToUnit)];
        double[][] otherPoints = [.. history.Records.Except(good).Select(ToUnit)];
        SplitMix64 random = settings.DrawsFor(history.Count, "tpe");
        double[] point = new double[settings.Space.Free];
        for (int i = 0; i < point.Length; i++)
        {
            ParzenEstimator l = new(goodPoints.Select(other => other[i]));
            ParzenEstimator g = new(otherPoints.Select(other => other[i]));
            point[i] = Best(l, g, ref random);
        }

        return settings.Space.FromUnit(point);
    }

    private static double Best(ParzenEstimator l, ParzenEstimator g, ref SplitMix64 random)
    {
        double best = 0;
        double greatest = double.NegativeInfinity;
        for (int i = 0; i < Candidates; i++)
        {
            double x = l.Draw(ref random);
            double ratio = l.Density(x) / g.Density(x);
            if (ratio > greatest)
            {
                (best, greatest) = (x, ratio);
            }
        }

        return best;
    }

    private double[] ToUnit(PastTrial record) => settings.Space.ToUnit(record.Trial.Values);
}
