using System.Collections.Immutable;
using Fds.Core.Search.Sampling;
using Fds.Core.Training;

namespace Fds.Core.Search.Densities;

/// <summary>TPE: of 24 draws from the density l of the good trials the one with the greatest l / g, where g is the density of the others.</summary>
/// <remarks>
/// Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NIPS 2011: maximising l / g maximises expected improvement. The densities
/// are joint over all values (<see cref="ParzenEstimator"/>), where the paper has one for each value by itself. Good are the best 10 %, and
/// no more than 25: with more the model stops narrowing down. Trials that diverged and trials under way are among the others, so that slots
/// which ask at the same time are sent apart. Values are uniform until 10 trials have been told.
/// </remarks>
internal sealed class TreeParzenSource(SearchSettings settings, UniformSource uniform) : IValueSource
{
    private const int Initial = 10;
    private const int Candidates = 24;
    private const double Gamma = 0.1;
    private const int MostGood = 25;

    public ImmutableArray<double> Draw(SearchHistory history)
    {
        PastTrial[] told = HugeObjectives.AsDiverged(history.Ranked);
        int share = Math.Min(MostGood, (int)Math.Ceiling(Gamma * told.Length));
        PastTrial[] good = [.. told.Take(share).Where(record => record.IsFinite)];
        if (told.Length < Initial || good.Length == 0)
        {
            return uniform.Draw(history);
        }

        HashSet<int> numbers = [.. good.Select(record => record.Trial.Number)];
        ParzenEstimator l = Estimator(good);
        ParzenEstimator g = Estimator(history.Records.Where(record => !numbers.Contains(record.Trial.Number)));
        SplitMix64 random = settings.DrawsFor(history.Count, "tpe");
        return settings.Space.FromUnit(Best(l, g, ref random));
    }

    private static double[] Best(ParzenEstimator l, ParzenEstimator g, ref SplitMix64 random)
    {
        double[] best = [];
        double greatest = double.NegativeInfinity;
        for (int i = 0; i < Candidates; i++)
        {
            double[] x = l.Draw(ref random);
            double ratio = l.LogDensity(x) - g.LogDensity(x);
            if (ratio > greatest || i == 0)
            {
                (best, greatest) = (x, ratio);
            }
        }

        return best;
    }

    private ParzenEstimator Estimator(IEnumerable<PastTrial> records) =>
        new([.. records.Select(record => settings.Space.ToUnit(record.Trial.Values))], settings.Space.Free);
}
