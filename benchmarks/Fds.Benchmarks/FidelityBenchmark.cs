using System.Collections.Immutable;
using System.Globalization;
using Fds.Core.Adjoints;
using Fds.Core.Greedy;
using Fds.Core.HyperOptimisation;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>
/// Whether hypergradients predict: random changes of a learning-rate schedule, what each does to the mean validation loss of fixed seeds, and
/// Spearman's ρ between that and what hypergradients say. LeNet with a constant learning rate, momentum 0.9 and weight decay 5e-4.
/// </summary>
internal static class FidelityBenchmark
{
    private const int BatchSize = 128;
    private const int Directions = 50;
    private const double Momentum = 0.9;
    private const double WeightDecay = 5e-4;

    /// <summary>μ of the discounted hypergradients.</summary>
    private const double Discount = 0.9;

    private static readonly int[] Counts = [1, 2, 4, 8];
    private static readonly int[] WindowCounts = [1, 5, 50];

    /// <summary>Measures at several learning rates and distances and writes a table for each.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="seeds">The runs whose mean loss is the truth; as many others have the hypergradients of the fresh seeds.</param>
    /// <param name="steps">Inner steps.</param>
    /// <param name="rates">The constant learning rates.</param>
    /// <param name="distances">Root mean square of a change of a window's ln α.</param>
    public static void Run(string? folder, int threads, int seeds, int steps, double[] rates, double[] distances)
    {
        using Digits digits = Digits.Load(folder, threads);
        TrainingSetting setting = digits.LeNet(BatchSize, steps) with { ValidationFraction = 0.05, HessianProductClamp = null };
        Console.WriteLine($"LeNet, {digits.Name}, {steps} inner steps of batch {BatchSize}, {Directions} random directions, mean loss of {seeds} seeds");
        Console.WriteLine();
        Console.WriteLine("| learning rate | distance | windows | changes that lower the loss | "
            + string.Join(" | ", Counts.Where(count => count <= seeds).Select(count => $"ρ, {count} fresh")) + " | the same seeds | one step | rtho | μ = 0.9 |");
        Console.WriteLine("| ---: | ---: | ---: | ---: |" + string.Concat(Enumerable.Repeat(" ---: |", Counts.Count(count => count <= seeds) + 4)));
        foreach (double rate in rates)
        {
            Seen[] seen = [.. Enumerable.Range(0, 2 * seeds).Select(seed => See(setting, rate, seed))];
            double[] before = [.. Enumerable.Range(0, seeds).Select(seed => Loss(setting, [rate], seed))];
            foreach (double distance in distances)
            {
                foreach (int windows in WindowCounts)
                {
                    Change[] changes = [.. Draw(windows, distance).Select(direction => new Change(direction, Real(setting, rate, direction, before)))];
                    Tell(seen, seeds, changes, steps, string.Create(CultureInfo.InvariantCulture, $"| {rate} | {distance} | {windows} |"));
                }
            }
        }
    }

    private static void Tell(Seen[] seen, int seeds, Change[] changes, int steps, string row)
    {
        Seen[] own = seen[..seeds];
        Seen[] fresh = seen[seeds..];
        double Of(IReadOnlyCollection<Seen> from, Func<Seen, ImmutableArray<double>> what) => Rank.Correlation(
            [.. changes.Select(change => from.Average(each => Predict(what(each), change.Direction, steps)))], [.. changes.Select(change => change.Loss)]);
        IEnumerable<double> cells =
        [
            .. Counts.Where(count => count <= seeds).Select(count => fresh.Chunk(count).Where(group => group.Length == count).Average(group => Of(group, each => each.Whole))),
            Of(own, each => each.Whole),
            Of(fresh, each => each.OneStep),
            Of(fresh, each => each.RealTime),
            Of(fresh, each => each.Discounted),
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row} {changes.Count(change => change.Loss < 0)} of {Directions} | ")
            + string.Join(" | ", cells.Select(cell => cell.ToString("0.00", CultureInfo.InvariantCulture))) + " |");
    }

    /// <summary>What the first-order change of the loss is, by hypergradients of single steps on the logarithmic scale.</summary>
    private static double Predict(ImmutableArray<double> hypergradients, double[] direction, int steps) =>
        Enumerable.Range(0, steps).Sum(step => hypergradients[step] * direction[Windows.At(step, steps, direction.Length)]);

    private static IEnumerable<double[]> Draw(int windows, double distance)
    {
        using Generator generator = CpuGenerator.Of(StableSeed.Derive(windows, 0, 0, "direction"));
        using Tensor drawn = randn([Directions, windows], ScalarType.Float64, generator: generator);
        double[] all = drawn.data<double>().ToArray();
        return [.. Enumerable.Range(0, Directions).Select(row => all.Skip(row * windows).Take(windows).Select(value => distance * value).ToArray())];
    }

    private static double Real(TrainingSetting setting, double rate, double[] direction, double[] before) =>
        before.Select((loss, seed) => Loss(setting, [.. direction.Select(change => rate * Math.Exp(change))], seed) - loss).Average();

    /// <summary>The validation loss at the end; that of knowing nothing, where the run diverged or is worse than it.</summary>
    private static double Loss(TrainingSetting setting, ImmutableArray<double> rates, int seed)
    {
        RunResult run = TrialRun.Execute(setting, Schedules(rates), new RunSeeds(0, seed, 0));
        double chance = Math.Log(setting.Data.Dataset.Form.Outputs);
        return run.Ending == RunEnding.Completed && double.IsFinite(run.Evaluation.Loss) ? Math.Min(run.Evaluation.Loss, chance) : chance;
    }

    private static Seen See(TrainingSetting setting, double rate, int seed)
    {
        RunSeeds seeds = new(0, seed, 0);
        PerKind<Schedule> schedules = Schedules([rate]);
        HypergradientResult whole = HypergradientRun.Execute(setting with { Reverse = AdjointMemory.All }, schedules, IsLearned, seeds);
        ImmutableArray<double> Scaled(ImmutableArray<double> hypergradients) => [.. hypergradients.Select(each => each * rate)];
        return whole.Ending == RunEnding.Completed
            ? new(Scaled(whole.StepHypergradients!.LearningRate), Scaled(Greedily(setting, schedules, seeds, 0)), Scaled(Greedily(setting, schedules, seeds, 1)), Scaled(Greedily(setting, schedules, seeds, Discount)))
            : throw new InvalidOperationException($"Seed {seed} did not complete: {whole.Reason}");
    }

    /// <summary>After every step, the hypergradient of a held-out mini-batch's loss by a learning rate that is the same in all steps so far.</summary>
    private static ImmutableArray<double> Greedily(TrainingSetting setting, PerKind<Schedule> schedules, RunSeeds seeds, double discount)
    {
        using DisposeScope scope = NewDisposeScope();
        using ILearningTask task = setting.Learning(seeds);
        using InnerState state = new(setting.DrawWeights(seeds), 1);
        List<double> found = [];
        RealTimeHypergradient hypergradient = new(GreedyProblem.Of(setting, task, schedules), IsLearned, interval: 1, () => discount);
        hypergradient.Steps(state, source: null, (_, _, values) => found.Add(values[0])).Run(CancellationToken.None);
        return [.. found];
    }

    private static bool IsLearned(HyperparameterKind kind) => kind == HyperparameterKind.LearningRate;

    private static PerKind<Schedule> Schedules(ImmutableArray<double> rates) => new(new(rates), Schedule.Constant(Momentum), Schedule.Constant(WeightDecay));

    /// <summary>One seed's hypergradients of single steps: of the whole run, through one step, real-time and discounted.</summary>
    private sealed record Seen(ImmutableArray<double> Whole, ImmutableArray<double> OneStep, ImmutableArray<double> RealTime, ImmutableArray<double> Discounted);

    /// <summary>A change of ln α by window, and what it did to the mean loss.</summary>
    private sealed record Change(double[] Direction, double Loss);
}
