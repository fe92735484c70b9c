using System.Collections.Immutable;
using Fds.Core.Search.Sampling;
using Fds.Core.Training;

namespace Fds.Core.Search.GaussianProcesses;

/// <summary>
/// GP-EI: the point of the greatest expected improvement under a Gaussian process of the scaled objectives, whose parameters are fitted
/// anew for every trial.
/// </summary>
/// <remarks>
/// Snoek et al., "Practical Bayesian Optimization of Machine Learning Algorithms", NIPS 2012. Improvement is counted from the least
/// posterior mean at a trial, which noise misleads less than the least result. Trials under way enter the posterior with the mean of
/// the results, the constant liar of Ginsbourger et al. (2010), so that slots which ask at the same time are sent apart. Beyond
/// 300 results the best half of that number and the latest others are taken, and parameters are fitted on at most 80 of them.
/// Values are uniform until max(5, d + 1) trials have been told and one of them is finite.
/// </remarks>
internal sealed class ExpectedImprovementSource(SearchSettings settings, UniformSource uniform) : IValueSource
{
    private const int LeastInitial = 5;
    private const int MostResults = 300;
    private const int MostFitted = 80;
    private const int Starts = 3;

    private int Dimensions => settings.Space.Free;

    public ImmutableArray<double> Draw(SearchHistory history)
    {
        PastTrial[] ranked = HugeObjectives.AsDiverged(history.Ranked);
        PastTrial[] results = [.. Selection(ranked, MostResults).Select(i => ranked[i])];
        if (Dimensions == 0 || results.Length < Math.Max(LeastInitial, Dimensions + 1) || !results[0].IsFinite)
        {
            return uniform.Draw(history);
        }

        SplitMix64 random = settings.DrawsFor(history.Count, "gp");
        double[][] told = [.. results.Select(ToUnit)];
        GaussianProcess process = Posterior(history, results, told, ref random);
        double best = told.Min(point => process.At(point).Mean);
        double[] point = AcquisitionSearch.Maximise(
            x =>
            {
                (double mean, double deviation) = process.At(x);
                return ExpectedImprovement.Of(mean, deviation, best);
            },
            Dimensions,
            told.Take(Starts),
            ref random);
        return settings.Space.FromUnit(point);
    }

    /// <summary>The posterior given the results and, at the trials under way, their mean, which is 0 after scaling.</summary>
    private GaussianProcess Posterior(SearchHistory history, PastTrial[] results, double[][] told, ref SplitMix64 random)
    {
        double[] values = ObjectiveScale.Scale([.. results.Select(record => record.Objective!.Value)]);
        int[] fitted = Selection(results, MostFitted);
        (MaternKernel kernel, double noise) = LikelihoodFit.Of([.. fitted.Select(i => told[i])], [.. fitted.Select(i => values[i])], ref random);
        double[][] pending = [.. history.Records.Where(record => record.IsPending).Select(ToUnit)];
        return new(kernel, noise, [.. told, .. pending], [.. values, .. new double[pending.Length]]);
    }

    /// <summary>The ranks of a limited number of results: the best half, then the latest of the others.</summary>
    private static int[] Selection(PastTrial[] ranked, int most)
    {
        int best = Math.Min(ranked.Length, most / 2);
        IEnumerable<int> latest = Enumerable.Range(best, ranked.Length - best).OrderByDescending(i => ranked[i].Trial.Number).Take(most - best);
        return [.. Enumerable.Range(0, best), .. latest.Order()];
    }

    private double[] ToUnit(PastTrial record) => settings.Space.ToUnit(record.Trial.Values);
}
