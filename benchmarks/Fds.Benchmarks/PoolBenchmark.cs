using System.Collections.Immutable;
using System.Globalization;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Core.Training;
using static System.FormattableString;

namespace Fds.Benchmarks;

/// <summary>
/// Random search by the number of its trials, with bands: a pool of random schedules, each scored by one run as a search would, and searches drawn
/// from the pool. What a search chose is told by runs on other seeds. On the problem of studies/mnist-layers.yaml.
/// </summary>
internal static class PoolBenchmark
{
    private const int BatchSize = 128;
    private const int Steps = 100;
    private const int Windows = 4;

    /// <summary>The best of the pool by their score, among which nearly every choice of a long search is, are run again so often; the others once.</summary>
    private const int Best = 30;
    private const int TruthsOfBest = 20;
    private const int Searches = 4000;

    /// <summary>Of how many of its best a search that confirms chooses, by as many fresh runs each as the best of the pool have.</summary>
    private const int Confirmed = 6;

    private static readonly ValueRange Rates = new(1e-3, 1);
    private static readonly ValueRange Momenta = new(0, 0.99);
    private static readonly ValueRange Decays = new(1e-5, 5e-3);
    private static readonly string[] Layers = ["conv1", "conv2", "dense1", "dense2", "dense3"];

    /// <summary>Makes the pool of a space and writes a table.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="shapes">Whether schedules are a warm-up and a cosine, the same for all layers, or free windows for every layer.</param>
    /// <param name="trials">Schedules in the pool.</param>
    /// <param name="counts">Trials of a search, a row each.</param>
    /// <param name="csv">A file for the pool; null: none. If it is there, the pool is read from it, and nothing is run.</param>
    public static void Run(string? folder, int threads, bool shapes, int trials, int[] counts, string? csv)
    {
        if (csv is not null && File.Exists(csv))
        {
            string[][] rows = [.. File.ReadLines(csv).Skip(1).Select(line => line.Split(','))];
            double[] Column(int column) => [.. rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
            Tell(Column(1), Column(2), counts);
            return;
        }

        using Digits digits = Digits.Load(folder, threads);
        TrainingSetting setting = digits.LeNet(BatchSize, Steps) with { ValidationFraction = 0.05, HessianProductClamp = null };
        setting = setting with { Groups = Groups(setting.Network.Layout) };
        SearchSpace space = shapes ? OfShapes() : OfWindows();
        Console.WriteLine($"LeNet, {digits.Name}, {Steps} inner steps of batch {BatchSize}, {trials} random schedules of {space.Dimensions.Length} values, {Searches} searches drawn from them");
        ImmutableArray<double>[] drawn = [.. Enumerable.Range(0, trials).Select(trial => Draw(space, trial))];
        PerKind<Schedule> Of(int trial) => shapes ? Shaped(drawn[trial]) : Windowed(drawn[trial]);
        double[] scores = [.. Enumerable.Range(0, trials).Select(trial => Loss(setting, Of(trial), new RunSeeds(1, trial, 0)))];
        HashSet<int> best = [.. Enumerable.Range(0, trials).OrderBy(trial => scores[trial]).Take(Best)];
        double[] truths = [.. Enumerable.Range(0, trials).Select(trial => Enumerable.Range(0, best.Contains(trial) ? TruthsOfBest : 1).Average(seed => Loss(setting, Of(trial), new RunSeeds(2 + trial, seed, 0))))];
        if (csv is not null)
        {
            File.WriteAllLines(csv, ["trial,score,truth,runsOfTruth", .. Enumerable.Range(0, trials).Select(trial => Invariant($"{trial},{scores[trial]:R},{truths[trial]:R},{(best.Contains(trial) ? TruthsOfBest : 1)}"))]);
        }

        Tell(scores, truths, counts);
    }

    private static void Tell(double[] scores, double[] truths, int[] counts)
    {
        Console.WriteLine();
        Console.WriteLine("| trials | score of the chosen | its loss on fresh seeds | quartiles |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (int count in counts.Where(count => count <= scores.Length))
        {
            (double Score, double Truth)[] found = Search(scores, count, drawn => drawn.MinBy(trial => scores[trial]), truths);
            Row($"{count}", found);
        }

        // What confirming costs is taken from the trials.
        int left = scores.Length - (Confirmed * TruthsOfBest);
        if (left > Confirmed)
        {
            Row($"{left}, and the best {Confirmed} of them by {TruthsOfBest} fresh runs each", Search(scores, left, drawn => drawn.Distinct().OrderBy(trial => scores[trial]).Take(Confirmed).MinBy(trial => truths[trial]), truths));
        }
    }

    private static (double Score, double Truth)[] Search(double[] scores, int count, Func<int[], int> choose, double[] truths)
    {
        SplitMix64 draws = SplitMix64.ForStream(1, (ulong)count, 0);
        int[] drawn = new int[count];
        (double Score, double Truth)[] found = new (double, double)[Searches];
        for (int search = 0; search < Searches; search++)
        {
            for (int trial = 0; trial < count; trial++)
            {
                drawn[trial] = draws.Below(scores.Length);
            }

            int chosen = choose(drawn);
            found[search] = (scores[chosen], truths[chosen]);
        }

        return found;
    }

    private static void Row(string trials, (double Score, double Truth)[] found)
    {
        double[] truth = [.. found.Select(each => each.Truth).Order()];
        double score = found.Select(each => each.Score).Order().ElementAt(Searches / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {trials} | {score:F3} | {truth[Searches / 2]:F3} | {truth[Searches / 4]:F3} to {truth[3 * Searches / 4]:F3} |"));
    }

    /// <summary>A learning rate for every layer and quarter, two momenta, a weight decay.</summary>
    private static SearchSpace OfWindows()
    {
        int rates = Layers.Length * Windows;
        return new(
            [.. Enumerable.Repeat(Rates, rates), Momenta, Momenta, Decays],
            [.. Enumerable.Repeat(ValueScale.Log, rates), ValueScale.Log1m, ValueScale.Log1m, ValueScale.Log]);
    }

    /// <summary>Peak, share of the warm-up, share of the peak at the end, momentum, weight decay: what search.space: shapes has.</summary>
    private static SearchSpace OfShapes() => new([Rates, new(0, 0.5), new(1e-3, 1), Momenta, Decays], [ValueScale.Log, ValueScale.Linear, ValueScale.Log, ValueScale.Log1m, ValueScale.Log]);

    private static ImmutableArray<double> Draw(SearchSpace space, int trial) => space.FromUnit(SplitMix64.ForStream(0, (ulong)trial, 0).UnitPoint(space.Dimensions.Length));

    private static PerKind<Schedule> Windowed(ImmutableArray<double> values) => new(
        new(values[..^3], [.. Enumerable.Repeat(Windows, Layers.Length)]), new([values[^3], values[^2]]), Schedule.Constant(values[^1]));

    private static PerKind<Schedule> Shaped(ImmutableArray<double> values)
    {
        double Share(double at) => at < values[1] ? at / values[1] : values[2] + ((1 - values[2]) * (1 + Math.Cos(Math.PI * (at - values[1]) / (1 - values[1]))) / 2);
        return new(
            new([.. Enumerable.Range(0, Windows).Select(window => Rates.Project(values[0] * Share((window + 0.5) / Windows)))]),
            Schedule.Constant(values[3]),
            Schedule.Constant(values[4]));
    }

    /// <summary>The validation loss at the end; that of knowing nothing, where the run diverged or is worse than it.</summary>
    private static double Loss(TrainingSetting setting, PerKind<Schedule> schedules, RunSeeds seeds)
    {
        RunResult run = TrialRun.Execute(setting, schedules, seeds);
        double chance = Math.Log(setting.Data.Dataset.Form.Outputs);
        return run.Ending == RunEnding.Completed ? Math.Min(run.Evaluation.Loss, chance) : chance;
    }

    private static ParameterGroups Groups(ParameterLayout layout) =>
        ParameterGroups.Of(layout, [.. Layers.Select(layer => (layer, layout.Names.Where(name => name.StartsWith(layer, StringComparison.Ordinal)).ToImmutableArray()))]);
}
