using System.Collections.Immutable;
using System.Globalization;
using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Core.Tests.Search;
using MathNet.Numerics.Statistics;

namespace Fds.Benchmarks;

/// <summary>What searches find of functions whose least value is known, one trial after another.</summary>
internal static class SearcherBenchmark
{
    private static readonly int[] Trials = [120, 250, 500];

    public static void Run(int seeds)
    {
        Console.WriteLine($"Median regret of {seeds} seeds: the lowest value found, less the least that there is");
        Console.WriteLine();
        Console.WriteLine($"| function | method | {string.Join(" | ", Trials.Select(trials => $"{trials} trials"))} |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: |");
        Compare("Branin", TestFunctions.BraninSpace, TestFunctions.Branin, 0.397887, seeds);
        Compare("Hartmann-6", TestFunctions.Cube(6), TestFunctions.Hartmann, -3.32237, seeds);
        Compare("Rosenbrock-5", new([.. Enumerable.Repeat(new ValueRange(-5, 10), 5)]), TestFunctions.Rosenbrock, 0, seeds);
        Compare("Ackley-10", new([.. Enumerable.Repeat(new ValueRange(-32.768, 32.768), 10)]), TestFunctions.Ackley, 0, seeds);
    }

    private static void Compare(string name, SearchSpace space, Func<ImmutableArray<double>, double> function, double least, int seeds)
    {
        foreach (SearchMethod method in (SearchMethod[])[SearchMethod.Random, SearchMethod.Tpe])
        {
            double[][] regrets = [.. Enumerable.Range(0, seeds).AsParallel().Select(seed => Regrets(method, seed, space, function, least))];
            IEnumerable<string> medians = Trials.Select((_, i) => regrets.Select(regret => regret[i]).Median().ToString("G3", CultureInfo.InvariantCulture));
            Console.WriteLine($"| {name} | {method.ToString().ToLowerInvariant()} | {string.Join(" | ", medians)} |");
        }
    }

    private static double[] Regrets(SearchMethod method, long seed, SearchSpace space, Func<ImmutableArray<double>, double> function, double least)
    {
        ISearcher searcher = Searchers.Create(new() { Method = method, Space = space, Seed = seed, Trials = Trials[^1] });
        double best = double.PositiveInfinity;
        List<double> regrets = [];
        while (searcher.Ask() is { } trial)
        {
            double objective = function(trial.Values);
            best = Math.Min(best, objective);
            searcher.Tell(trial.Number, objective);
            if (Trials.Contains(trial.Number + 1))
            {
                regrets.Add(best - least);
            }
        }

        return [.. regrets];
    }
}
