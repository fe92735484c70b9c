using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>
/// How often runs are said to have collapsed that have not, and how often those are found that have. What is so is judged on a thousand fresh
/// images: a run has learned where its loss on them is lower than that of naming the class shares; it is wrecked where the loss is half as
/// high again as that, and as that of its initial weights.
/// </summary>
internal static class CollapseBenchmark
{
    private const double Wrecked = 1.5;

    private static readonly string[] Networks = ["mlp", "lenet", "lenet-bn"];
    private static readonly double[] Rates = [0.001, 0.01, 0.05, 0.1, 0.3, 1, 3, 10, 30];
    private static readonly double[] Momenta = [0, 0.9];
    private static readonly int[] Horizons = [8, 40];

    public static void Run(int seeds, int[] splits)
    {
        TorchRuntime.UseThreads(1);
        Console.WriteLine(Machine.Describe(1));
        Console.WriteLine();
        Console.WriteLine("| split | runs | diverged | learned | of these said to have collapsed | wrecked | of these found | neither | of these said to have collapsed |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (CollapseSplit split in splits.Select(index => CollapseSplit.All[index]))
        {
            using DeviceData data = new(split.Load(), CPU);
            Console.WriteLine($"| {split.Name} | {Row([.. from setting in Settings(split, data) from run in Runs(setting, seeds) select run])} |");
        }
    }

    private static string Row((RunEnding Ending, double Fresh, double Initial, double Prior)[] runs)
    {
        var whole = runs.Where(run => run.Ending != RunEnding.Diverged).ToLookup(run => run.Fresh < run.Prior ? "learned" : run.Fresh <= Wrecked * Math.Max(run.Initial, run.Prior) ? "neither" : "wrecked");
        string Group(string name) => $"{whole[name].Count()} | {whole[name].Count(run => run.Ending == RunEnding.Collapsed)}";
        return $"{runs.Length} | {runs.Count(run => run.Ending == RunEnding.Diverged)} | {Group("learned")} | {Group("wrecked")} | {Group("neither")}";
    }

    private static IEnumerable<(TrainingSetting Setting, PerKind<Schedule> Schedules)> Settings(CollapseSplit split, DeviceData data) =>
        from network in Networks
        from rate in Rates
        from momentum in Momenta
        from horizon in Horizons
        select (
            new TrainingSetting
            {
                Network = NetworkFactory.Create(network, 1, 28, 28, data.Dataset.Form.Outputs),
                Data = data,
                BatchSize = split.BatchSize,
                Horizon = Horizon.OfSteps(horizon),
                ValidationFraction = split.Held,
                WeightScheme = WeightScheme.Kaiming,
            },
            new PerKind<Schedule>(Schedule.Constant(rate), Schedule.Constant(momentum), Schedule.Constant(0)));

    private static IEnumerable<(RunEnding Ending, double Fresh, double Initial, double Prior)> Runs((TrainingSetting Setting, PerKind<Schedule> Schedules) of, int count)
    {
        for (int seed = 0; seed < count; seed++)
        {
            RunSeeds seeds = new(seed, 0, 0);
            RunEnding ending = HypergradientRun.Execute(of.Setting, of.Schedules, _ => false, seeds).Ending;
            (double fresh, double initial, double prior) = Replay(of.Setting, of.Schedules, seeds);
            yield return (ending, fresh, initial, prior);
        }
    }

    /// <summary>The same weights once more, to be tried on fresh images.</summary>
    private static (double Fresh, double Initial, double Prior) Replay(TrainingSetting setting, PerKind<Schedule> schedules, RunSeeds seeds)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator split = seeds.NewSplit();
        using Generator draw = seeds.NewWeights();
        (Tensor training, _) = Core.Datasets.ValidationSplit.Draw(setting.Data.Training.Count, setting.ValidationFraction, split);
        using InnerState state = new(WeightInitialiser.Draw(setting.Network.Layout, setting.WeightScheme, setting.Gain, draw, setting.Type, CPU), columns: 0);
        using EpochBatches batches = new(setting, training, seeds);
        double OnFresh() => Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Test, indices: null).Loss;
        double initial = OnFresh();
        int horizon = setting.Horizon.StepsOver((int)training.shape[0], setting.BatchSize);
        InnerLoop loop = new(new(schedules, horizon), new([], schedules, horizon), new SecondBackwardEngine(setting.Network), batches);
        for (int step = 0; step < horizon; step++)
        {
            loop.Step(state, step).Dispose();
        }

        return (OnFresh(), initial, setting.Data.Prior.On(((DeviceImages)setting.Data.Test).Labels).Loss);
    }
}
