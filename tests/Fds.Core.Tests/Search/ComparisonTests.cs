using System.Collections.Immutable;
using Fds.Core.Search;
using Fds.Core.Training;
using MathNet.Numerics.Statistics;
using Xunit;

namespace Fds.Core.Tests.Search;

/// <summary>Methods that have a model against uniform draws, over 20 seeds.</summary>
public sealed class ComparisonTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    [Theory]
    [InlineData(SearchMethod.Tpe, 60, 0.5)]
    [InlineData(SearchMethod.Gp, 30, 0.1)]
    public void Search_OfBranin_BeatsRandomSearch(SearchMethod method, int trials, double share) =>
        AssertBetter("Branin", method, trials, share, TestFunctions.BraninSpace, TestFunctions.Branin, least: 0.397887);

    [Theory]
    [InlineData(SearchMethod.Tpe, 60, 0.5)]
    [InlineData(SearchMethod.Gp, 30, 0.5)]
    public void Search_OfHartmann_BeatsRandomSearch(SearchMethod method, int trials, double share) =>
        AssertBetter("Hartmann", method, trials, share, TestFunctions.Cube(6), TestFunctions.Hartmann, least: -3.32237);

    [Fact]
    public void Bohb_OfNoisyPartialRuns_BeatsRandomSearchAtTheSameResource()
    {
        double random = Median(seed => BestOfNoisyRuns(SearchMethod.Random, seed));
        double bohb = Median(seed => BestOfNoisyRuns(SearchMethod.Bohb, seed));

        output.WriteLine($"BOHB: median regret {bohb:g3}, random search {random:g3}");
        Assert.True(bohb < 0.5 * random, $"Median regret {bohb} against {random} of random search.");
    }

    /// <summary>A bowl of which seven tenths fail: a Gaussian process learns as much from a huge loss as from none.</summary>
    [Fact]
    public void Gp_WhereMostOfTheSpaceFails_DoesAsWellWithHugeLossesAsWithNone()
    {
        double Regret(double failure) => Median(seed => Best(SearchMethod.Gp, seed, 60, TestFunctions.Cube(3), x => x.Max() > 0.67 ? failure : TestFunctions.Bowl(x)), seeds: 5);

        (double none, double huge) = (Regret(double.NaN), Regret(1e10));

        output.WriteLine($"Gp, 60 trials of which most fail: median regret {none:g3} without a loss, {huge:g3} with losses of 1e10");
        Assert.True(none < 1e-5 && huge < 1e-5, $"Median regret {none} without a loss, {huge} with losses of 1e10.");
    }

    private void AssertBetter(string name, SearchMethod method, int trials, double share, SearchSpace space, Func<ImmutableArray<double>, double> function, double least)
    {
        double random = Median(seed => Best(SearchMethod.Random, seed, trials, space, function) - least);
        double found = Median(seed => Best(method, seed, trials, space, function) - least);

        output.WriteLine($"{name}, {method}, {trials} trials: median regret {found:g3}, random search {random:g3}");
        Assert.True(found < share * random, $"Median regret {found} against {random} of random search.");
    }

    private static double Median(Func<long, double> regret, int seeds = Seeds) => Enumerable.Range(0, seeds).AsParallel().Select(seed => regret(seed)).ToArray().Median();

    private static double Best(SearchMethod method, long seed, int trials, SearchSpace space, Func<ImmutableArray<double>, double> function)
    {
        ISearcher searcher = Searchers.Create(new() { Method = method, Space = space, Seed = seed, Trials = trials });
        double best = double.PositiveInfinity;
        while (searcher.Ask() is Trial trial)
        {
            double objective = function(trial.Values);
            best = objective < best ? objective : best;
            searcher.Tell(trial.Number, objective);
        }

        return best;
    }

    /// <summary>
    /// The true value of the full run that looked best when 20 full runs' worth of resource is spent; a run's noise has deviation
    /// 0.05 / √resource.
    /// </summary>
    private static double BestOfNoisyRuns(SearchMethod method, long seed)
    {
        ISearcher searcher = Searchers.Create(new() { Method = method, Space = TestFunctions.Cube(6), Seed = seed, MaximumResource = 27 });
        (double Seen, double True) best = (double.PositiveInfinity, double.PositiveInfinity);
        Trial trial = searcher.Ask()!;
        for (int left = 20 * 27; left >= trial.Resource; trial = searcher.Ask()!)
        {
            left -= trial.Resource;
            SplitMix64 noise = new(StableSeed.Derive(seed, trial.Number, 0, "noise"));
            double value = TestFunctions.Bowl(trial.Values);
            double seen = value + noise.Normal(0.05 / Math.Sqrt(trial.Resource));
            best = trial.Resource == 27 && seen < best.Seen ? (seen, value) : best;
            searcher.Tell(trial.Number, seen);
        }

        return best.True;
    }
}
