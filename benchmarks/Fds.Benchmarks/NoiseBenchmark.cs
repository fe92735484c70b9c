using System.Globalization;
using Fds.Core.Adjoints;
using Fds.Core.Greedy;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Training;

namespace Fds.Benchmarks;

/// <summary>
/// How noisy the hypergradients of single steps are, what averaging over seeds and sharing over windows makes of that, and how greedy ones
/// compare: LeNet over 250 steps with a cosine learning rate, momentum 0.9, Xavier weights and gradients clamped to ±1, as for the paper's
/// figure 2. Reverse mode finds the hypergradient of every step at the cost of one.
/// </summary>
internal static class NoiseBenchmark
{
    private const int Horizon = 250;
    private const int BatchSize = 128;
    private const double Rate = 0.01;
    private const int Rows = 10;

    /// <summary>Measures and writes tables.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="seeds">Runs with different seeds.</param>
    /// <param name="csv">A file for the moments of every step; null: none.</param>
    public static void Run(string? folder, int threads, int seeds, string? csv)
    {
        using Digits digits = Digits.Load(folder, threads);
        FluctuationResult[] results = [.. Enumerable.Range(0, seeds).Select(seed => Measure(digits, seed)).Where(result => result.Ending == RunEnding.Completed)];
        Console.WriteLine(
            $"LeNet, {digits.Name}, {Horizon} inner steps of batch {BatchSize}, a learning rate per step, {seeds} seeds, {seeds - results.Length} not completed; " +
            $"validation accuracy {results.Average(result => result.Evaluation.Accuracy):P1}");
        NoiseStatistics noise = new([.. results.Select(result => result.Hypergradient)]);
        Replicas(noise);
        Sharing(noise);
        NoiseStatistics greedy = new([.. results.Select(result => result.GreedyHypergradient)]);
        Greed(noise, greedy);
        if (csv is not null)
        {
            File.WriteAllLines(csv, ["step,mean,deviation,greedyMean,greedyDeviation", .. Enumerable.Range(0, Horizon).Select(step => Row(step, noise.WindowMeans(step, 1), greedy.WindowMeans(step, 1)))]);
        }
    }

    private static string Row(int step, double[] far, double[] near) =>
        string.Create(CultureInfo.InvariantCulture, $"{step},{far.Average():G6},{Deviation(far):G4},{near.Average():G6},{Deviation(near):G4}");

    private static FluctuationResult Measure(Digits digits, int seed)
    {
        TrainingSetting setting = digits.LeNet(BatchSize, Horizon) with { ValidationFraction = 0.05, WeightScheme = WeightScheme.Xavier, GradientClamp = 1, HessianProductClamp = null, Reverse = AdjointMemory.All };
        Schedule cosine = new([.. Enumerable.Range(0, Horizon).Select(step => Rate * (1 + Math.Cos(Math.PI * step / Horizon)) / 2)]);
        return FluctuationRun.Execute(
            setting, new(cosine, Schedule.Constant(0.9), Schedule.Constant(0)), kind => kind == HyperparameterKind.LearningRate, new RunSeeds(seed, 0, 0));
    }

    private static void Replicas(NoiseStatistics noise)
    {
        Console.WriteLine();
        Console.WriteLine("| seeds averaged, R | disjoint groups | standard deviation of the mean | σ/√R | ratio |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        double sigma = Math.Sqrt(noise.MeanVariance);
        foreach (int replicas in SeedSpread.GroupSizes(noise.Seeds))
        {
            double found = noise.DeviationOfMeans(replicas);
            double expected = sigma / Math.Sqrt(replicas);
            Console.WriteLine($"| {replicas} | {noise.Seeds / replicas} | {found:G4} | {expected:G4} | {found / expected:F2} |");
        }
    }

    private static void Sharing(NoiseStatistics noise)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"Of single steps: variance {noise.MeanVariance:G3} on average and {noise.LargestVariance:G3} at most; drift between neighbours {noise.LargestDrift:G3} at most; " +
            $"correlation {noise.Correlation(Horizon).Mean:F2} on average and {noise.Correlation(Horizon).Largest:F2} at most. " +
            $"Were they uncorrelated, the theorem's best window would be W* = {SharingTheorem.BestWindow(Math.Sqrt(noise.MeanVariance), noise.LargestDrift):F1} steps.");
        Console.WriteLine();
        Console.WriteLine("| window, W | measured error | of it noise | of it drift | mean correlation within | the theorem with means of σ² and c | the theorem's bound, with the largest σ², c and ε |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int window in (int[])[1, 2, 5, 10, 25, 50, 125])
        {
            (double variance, double drift) = noise.ErrorOfSharing(window);
            (double mean, double largest) = noise.Correlation(window);
            double typical = SharingTheorem.Bound(Math.Sqrt(noise.MeanVariance), noise.LargestDrift, window, mean);
            double bound = SharingTheorem.Bound(Math.Sqrt(noise.LargestVariance), noise.LargestDrift, window, largest);
            Console.WriteLine($"| {window} | {variance + drift:G4} | {variance:G4} | {drift:G4} | {mean:F2} | {typical:G4} | {bound:G4} |");
        }
    }

    private static void Greed(NoiseStatistics whole, NoiseStatistics greedy)
    {
        Console.WriteLine();
        Console.WriteLine("| steps | ĥ, mean over seeds | its deviation | greedy, mean over seeds | its deviation | seeds with the sign of ĥ's mean | greedily |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        int length = Horizon / Rows;
        for (int first = 0; first < Horizon; first += length)
        {
            double[] far = whole.WindowMeans(first, length);
            double[] near = greedy.WindowMeans(first, length);
            int sign = Math.Sign(far.Average());
            Console.WriteLine(
                $"| {first} to {first + length - 1} | {far.Average():G3} | {Deviation(far):G3} | {near.Average():G3} | {Deviation(near):G3} " +
                $"| {(double)far.Count(value => Math.Sign(value) == sign) / far.Length:P0} | {(double)near.Count(value => Math.Sign(value) == sign) / near.Length:P0} |");
        }
    }

    private static double Deviation(double[] values) => Math.Sqrt(SeedSpread.Variance(values));
}
