using System.Collections.Immutable;
using System.Globalization;
using Fds.Core.HyperOptimisation;
using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Benchmarks;

/// <summary>
/// On what the advantage of gradients over trials grows: the cost at which searches of the quadratic problem's learning-rate schedule
/// reach what ten outer steps of fds do, by the number of windows. The best schedule is the same for every number: α = 1 throughout.
/// </summary>
internal static class DimensionBenchmark
{
    private const int Horizon = 32;
    private const int OuterSteps = 10;
    private const int Repeats = 5;
    private const double MostTimes = 20;
    private const double StepLength = 0.1;

    private static readonly ValueRange Range = new(0, 1);
    private static readonly QuadraticSetting Setting = new() { Horizon = Fds.Core.Training.Horizon.OfSteps(Horizon), Gain = 0.1, Type = ScalarType.Float64, Device = CPU };

    public static void Run()
    {
        Console.WriteLine($"The quadratic problem over {Horizon} inner steps, learning rates in [0, 1] from 0; medians of {Repeats} seeds; a search gives up after {MostTimes:G} times the cost of fds");
        Console.WriteLine();
        Console.WriteLine("| windows | fds: loss | gradient steps | random, times fds | tpe | hyperband |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int windows in (int[])[1, 2, 4, 8, 16])
        {
            (double Loss, double Cost)[] learned = [.. Enumerable.Range(0, Repeats).Select(seed => Learn(windows, seed))];
            string Times(SearchMethod method) => Word([.. learned.Select((fds, seed) => Search(method, windows, seed, fds.Loss, MostTimes * fds.Cost) / fds.Cost)]);
            (double loss, double cost) = learned.OrderBy(fds => fds.Loss).ElementAt(Repeats / 2);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {windows} | {loss:G3} | {cost:F0} | {Times(SearchMethod.Random)} | {Times(SearchMethod.Tpe)} | {Times(SearchMethod.Hyperband)} |"));
        }
    }

    /// <summary>The lowest loss of ten outer steps, and the cost at which it was had.</summary>
    private static (double Loss, double Cost) Learn(int windows, int seed)
    {
        SignStepRule rule = new(StepDecay: 0.5, ConvergedBelow: 0.05);
        SignStepState[] states = [.. Enumerable.Repeat(new SignStepState(0, StepLength), windows)];
        (double loss, double cost, double spent) = (double.PositiveInfinity, 0, 0);
        for (int step = 0; step < OuterSteps; step++)
        {
            HypergradientResult result = HypergradientRun.Execute(Setting, Schedules([.. states.Select(state => state.Value)]), kind => kind == HyperparameterKind.LearningRate, new(seed, 0, step));
            spent += result.GradientSteps;
            if (result.Evaluation.Loss < loss)
            {
                (loss, cost) = (result.Evaluation.Loss, spent);
            }

            states = [.. states.Zip(result.Hypergradient, (state, hypergradient) => rule.Update(state, hypergradient, Range))];
        }

        return (loss, cost);
    }

    /// <summary>The cost at which a search has a loss as low after the whole horizon; infinite where it gives up first.</summary>
    private static double Search(SearchMethod method, int windows, int seed, double target, double limit)
    {
        SearchSettings settings = new() { Method = method, Space = new([.. Enumerable.Repeat(Range, windows)]), Seed = seed };
        ISearcher searcher = Searchers.Create(settings);
        long own = (long)(StableSeed.Derive(seed, 0, 0, $"method/{method}") >> 1);
        double spent = 0;
        while (spent < limit && searcher.Ask() is { } trial)
        {
            int horizon = Math.Max(windows, (int)Math.Ceiling((double)Horizon * trial.Resource / settings.MaximumResource));
            RunResult result = TrialRun.Execute(Setting with { Horizon = Fds.Core.Training.Horizon.OfSteps(horizon) }, Schedules(trial.Values), new(own, trial.Number, -2));
            spent += result.GradientSteps;
            if (trial.Resource == settings.MaximumResource && result.Evaluation.Loss <= target)
            {
                return spent;
            }

            searcher.Tell(trial.Number, result.Evaluation.Loss);
        }

        return double.PositiveInfinity;
    }

    private static PerKind<Schedule> Schedules(ImmutableArray<double> rates) => new(new(rates), Schedule.Constant(0), Schedule.Constant(0));

    private static string Word(double[] times)
    {
        double median = times.Order().ElementAt(times.Length / 2);
        return double.IsFinite(median) ? median.ToString("F2", CultureInfo.InvariantCulture) : $"> {MostTimes:G}";
    }
}
