using System.Collections.Immutable;
using Fds.Core.Search.Sampling;
using Fds.Core.Training;

namespace Fds.Core.Search.Densities;

/// <summary>
/// BOHB's model: of 64 draws around the good trials of one resource the one with the greatest ratio of the good trials' density to the
/// others'. One draw in three is uniform instead, and so are all before there is a model.
/// </summary>
/// <remarks>
/// Falkner et al., "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", ICML 2018, algorithm 2 and equation 3, with their
/// defaults: N_min = d + 1, good are the best 15 %, candidates come from bandwidths three times as wide. The model is that of the greatest
/// resource with at least N_min + 2 results and N_min finite ones. Results that diverged are the worst, so that they repel. Trials under
/// way do not enter, as in the paper: every trial draws anew, which keeps slots that ask at the same time apart.
/// </remarks>
internal sealed class KernelDensitySource(SearchSettings settings, UniformSource uniform) : IValueSource
{
    private const double UniformShare = 1.0 / 3;
    private const double GoodShare = 0.15;
    private const int Candidates = 64;
    private const double Widening = 3;
    private const double LeastDensity = 1e-32;

    private int Least => settings.Space.Free + 1;

    public ImmutableArray<double> Draw(SearchHistory history)
    {
        SplitMix64 random = settings.DrawsFor(history.Count, "bohb");
        return random.NextUnit() < UniformShare || Results(history) is not { } results
            ? uniform.Draw(history)
            : settings.Space.FromUnit(Best(results, ref random));
    }

    /// <summary>The results of the greatest resource that has enough, best first.</summary>
    private PastTrial[]? Results(SearchHistory history) => history.Ranked
        .GroupBy(record => record.Trial.Resource)
        .OrderByDescending(group => group.Key)
        .Select(HugeObjectives.AsDiverged)
        .FirstOrDefault(results => results.Length >= Least + 2 && results.Count(record => record.IsFinite) >= Least);

    private double[] Best(PastTrial[] results, ref SplitMix64 random)
    {
        double[][] points = [.. results.Select(record => settings.Space.ToUnit(record.Trial.Values))];
        int finite = results.Count(record => record.IsFinite);
        KernelDensity good = new(points[..Math.Clamp((int)(GoodShare * points.Length), Least, finite)]);
        KernelDensity bad = new(points[^Math.Max(Least, (int)((1 - GoodShare) * points.Length))..]);
        double[] best = [];
        double greatest = double.NegativeInfinity;
        for (int i = 0; i < Candidates; i++)
        {
            double[] x = good.Draw(Widening, ref random);
            double ratio = Math.Max(good.Density(x), LeastDensity) / Math.Max(bad.Density(x), LeastDensity);
            if (ratio > greatest)
            {
                (best, greatest) = (x, ratio);
            }
        }

        return best;
    }
}
