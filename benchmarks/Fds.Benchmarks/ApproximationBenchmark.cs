using System.Diagnostics;
using Fds.Core.Curvature;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>What estimated Hessian products save, how far they are off, and what they do to the schedule that is learned.</summary>
internal static class ApproximationBenchmark
{
    private const int Seeds = 5;
    private const int OuterSteps = 3;
    private const int Horizon = 40;
    private const int Windows = 5;
    private const int BatchSize = 128;
    private static readonly double[] StepSizes = [0.05, 0.1, 3e-4];
    private static readonly ValueRange[] Ranges = [new(0, 1), new(0, 0.99), new(0, 5e-3)];

    private static readonly (string Name, CurvatureOptions Options)[] Ways =
    [
        ("exact", CurvatureOptions.Default),
        ("half of the mini-batch", new(BatchFraction: 0.5)),
        ("a quarter of the mini-batch", new(BatchFraction: 0.25)),
        ("central differences", new(EngineKind.FiniteDifference)),
    ];

    public static void Run(string? folder, int threads)
    {
        using Digits digits = Digits.Load(folder, threads);
        Console.WriteLine($"LeNet, {digits.Name}, {Horizon} inner steps of batch {BatchSize}, {Windows} learning rates, momentum, weight decay, {OuterSteps} outer steps, {Seeds} seeds");
        Console.WriteLine();
        Console.WriteLine("| Hessian products | time / exact | counted cost / exact | error of a product | error of the hypergradient | distance of the learned schedule | validation accuracy at the end |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        Study[] exact = [];
        foreach ((string name, CurvatureOptions options) in Ways)
        {
            Study[] studies = [.. Enumerable.Range(0, Seeds).Select(seed => Learn(Setting(digits, options), seed))];
            exact = exact.Length == 0 ? studies : exact;
            double time = studies.Sum(study => study.Seconds) / exact.Sum(study => study.Seconds);
            double cost = studies.Sum(study => study.Cost) / exact.Sum(study => study.Cost);
            double hypergradient = Enumerable.Range(0, Seeds).Average(seed => Distance(exact[seed].SecondHypergradient, studies[seed].SecondHypergradient) / Norm(exact[seed].SecondHypergradient));
            double schedule = Enumerable.Range(0, Seeds).Average(seed => Distance(exact[seed].Values, studies[seed].Values));
            ReplicaAverage accuracy = ReplicaAverage.Of([.. studies.Select(study => study.Accuracy)]);
            Console.WriteLine($"| {name} | {time:F2} | {cost:F2} | {ProductError(digits, options):P1} | {hypergradient:P1} | {schedule:F3} | {accuracy.Value:P2} ± {accuracy.StandardError:P2} |");
        }

        double between = Enumerable.Range(1, Seeds - 1).Average(seed => Distance(exact[0].Values, exact[seed].Values));
        Console.WriteLine();
        Console.WriteLine($"Distance between exact schedules of different seeds, for comparison: {between:F3}. Distances are Euclidean over the {Windows + 1} learning rates and momentum.");
    }

    private static TrainingSetting Setting(Digits digits, CurvatureOptions options) => digits.LeNet(BatchSize, Horizon) with { Curvature = options };

    private static Study Learn(TrainingSetting setting, int seed)
    {
        Column[] columns = [.. ColumnLayout.All(Schedules(new double[Windows + 2]), _ => true)];
        SignStepState[] states = [.. columns.Select(column => new SignStepState(0, StepSizes[(int)column.Kind]))];
        SignStepRule rule = new(0.5, 0.05);
        double[] second = [];
        double cost = 0;
        double accuracy = 0;
        long start = Stopwatch.GetTimestamp();
        for (int step = 0; step < OuterSteps; step++)
        {
            HypergradientResult result = HypergradientRun.Execute(setting, Schedules([.. states.Select(state => state.Value)]), _ => true, new RunSeeds(seed, 0, step));
            cost += result.GradientSteps;
            accuracy = result.Evaluation.Accuracy;
            if (result.Ending != RunEnding.Completed)
            {
                continue;
            }

            second = step == 1 ? [.. result.Hypergradient] : second;
            states = [.. states.Select((state, i) => rule.Update(state, result.Hypergradient[i], Ranges[(int)columns[i].Kind]))];
        }

        return new([.. states.Take(Windows + 1).Select(state => state.Value)], second, accuracy, cost, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static PerKind<Schedule> Schedules(double[] values) => new(new([.. values[..Windows]]), new([values[Windows]]), new([values[Windows + 1]]));

    /// <summary>Relative error of the product with a tangent that a run has built up, on the mini-batch of its last step.</summary>
    private static double ProductError(Digits digits, CurvatureOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        TrainingSetting setting = Setting(digits, CurvatureOptions.Default);
        RunSeeds seeds = new(0, 0, 0);
        using Generator generator = seeds.NewWeights();
        PerKind<Schedule> schedules = new(Schedule.Constant(0.05), Schedule.Constant(0.5), Schedule.Constant(1e-4));
        Tensor weights = WeightInitialiser.Draw(setting.Network.Layout, setting.WeightScheme, setting.Gain, generator, ScalarType.Float32, CPU);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, Horizon);
        using InnerState state = new(weights, columns.Rows.Length);
        using EpochBatches batches = new(setting, arange(digits.Data.Training.Count, ScalarType.Int64), seeds);
        InnerLoop loop = new(new InnerProblem(schedules, Horizon, 3, 1), columns, setting.Curvature.Create(setting.Network), batches);
        for (int step = 0; step < Horizon - 1; step++)
        {
            loop.Step(state, step).Dispose();
        }

        (Tensor images, Tensor labels) = batches.Next(Horizon - 1);
        Tensor exact = setting.Curvature.Create(setting.Network).Evaluate(state.Weights, images, labels, state.Tangents.WeightTangents).Products;
        Tensor found = options.Create(setting.Network).Evaluate(state.Weights, images, labels, state.Tangents.WeightTangents).Products;
        return ((found - exact).norm() / exact.norm()).item<float>();
    }

    private static double Distance(double[] a, double[] b) => Norm([.. a.Zip(b, (x, y) => x - y)]);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));

    private sealed record Study(double[] Values, double[] SecondHypergradient, double Accuracy, double Cost, double Seconds);
}
