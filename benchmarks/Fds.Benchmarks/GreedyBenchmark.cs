using Fds.Core.Greedy;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Core.Training;

namespace Fds.Benchmarks;

/// <summary>What greedy methods reach in one run of LeNet by their hyper steps, from a learning rate of 0 and from a sensible one.</summary>
internal static class GreedyBenchmark
{
    private const int Seeds = 2;
    private const int Horizon = 60;
    private const int BatchSize = 128;

    private static readonly (GreedyMethod Method, double? Discount, double[] Steps)[] Ways =
    [
        (GreedyMethod.HdAdditive, null, [1e-4, 1e-3, 1e-2]),
        (GreedyMethod.HdMultiplicative, null, [2e-3, 0.02, 0.2]),
        (GreedyMethod.OneStep, null, [1e-4, 1e-3, 1e-2]),
        (GreedyMethod.Rtho, null, [1e-5, 1e-4, 1e-3]),
        (GreedyMethod.Marthe, 0.99, [1e-5, 1e-4, 1e-3]),
        (GreedyMethod.Marthe, null, [1e-5, 1e-4, 1e-3]),
    ];

    /// <summary>Tries them and writes a table.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="only">The one method to try; null: all.</param>
    /// <param name="adaptation">By what MARTHE adapts the learning rate's hyper step where it adapts its discount.</param>
    public static void Run(string? folder, int threads, GreedyMethod? only, double adaptation)
    {
        using Digits digits = Digits.Load(folder, threads);
        Console.WriteLine($"LeNet, {digits.Name}, {Horizon} inner steps of batch {BatchSize}, momentum 0.5 at first, {Seeds} seeds; where the method defines it momentum and weight decay are learned, too");
        Console.WriteLine();
        Console.WriteLine("| method | step of α | step of β | step of ξ | α at first | α at the end | β at the end | validation accuracy | diverged | gradient steps |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach ((GreedyMethod method, double? discount, double[] steps) in Ways.Where(way => only is null || way.Method == only))
        {
            foreach (double initial in (double[])[0, 0.05])
            {
                foreach (double step in steps)
                {
                    Report(digits, Settings(method, discount, step, initial, discount is null && method == GreedyMethod.Marthe ? adaptation : 0));
                }
            }
        }
    }

    private static void Report(Digits digits, GreedySettings settings)
    {
        TrainingSetting setting = digits.LeNet(BatchSize, Horizon);
        GreedyResult[] results = [.. Enumerable.Range(0, Seeds).Select(seed => GreedyRun.Execute(setting, settings, new RunSeeds(seed, 0, 0)))];
        GreedyResult[] completed = [.. results.Where(result => result.Ending == RunEnding.Completed)];
        string accuracy = "–";
        if (completed.Length > 0)
        {
            ReplicaAverage average = ReplicaAverage.Of([.. completed.Select(result => result.Evaluation.Accuracy)]);
            accuracy = $"{average.Value:P1} ± {average.StandardError ?? 0:P1}";
        }

        string steps = string.Join(" | ", PerKind.OfSgd.Select(kind => $"{settings.Hyperparameters[kind].Step:G1}"));
        Console.WriteLine(
            $"| {settings.Method}{(settings.Discount is { } discount ? $", μ = {discount}" : "")} | {steps} | {settings.Hyperparameters.LearningRate.Initial} " +
            $"| {results.Average(result => result.Final.LearningRate):F3} | {results.Average(result => result.Final.Momentum):F3} | {accuracy} | {results.Length - completed.Length} " +
            $"| {results.Average(result => result.GradientSteps):F0} |");
    }

    private static GreedySettings Settings(GreedyMethod method, double? discount, double step, double initial, double adaptation)
    {
        double Adaptation(HyperparameterKind kind) => GreedyDefaults.Adaptation(kind, adaptation);
        bool descends = method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative;
        return new()
        {
            Method = method,
            Hyperparameters = new(
                new(initial, new(0, 1), step, Adaptation(HyperparameterKind.LearningRate)),
                new(0.5, new(0, 0.99), descends ? null : step, Adaptation(HyperparameterKind.Momentum)),
                new(0, new(0, 5e-3), descends ? null : step * 1e-3, Adaptation(HyperparameterKind.WeightDecay))),
            Discount = discount,
        };
    }
}
