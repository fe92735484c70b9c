using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Core.Training;
using static System.FormattableString;

namespace Fds.Benchmarks;

/// <summary>
/// What people do instead of learning a schedule: four learning rates on a logarithmic grid, in four shapes, with the usual momentum and
/// weight decay, one run each. On the problem of studies/mnist-compare.yaml, retrained on the seeds that its schedules are retrained on.
/// </summary>
internal static class HandBenchmark
{
    private const int BatchSize = 128;
    private const double Momentum = 0.9;
    private const double WeightDecay = 5e-4;
    private const double WarmUp = 0.3;

    /// <summary>The outer step that retraining draws from.</summary>
    private const int Retraining = -1;

    private static readonly double[] Peaks = [0.01, 0.03, 0.06, 0.1];

    /// <summary>What share of the peak is in force after a share of the steps.</summary>
    private static readonly (string Name, Func<double, double> Share)[] Shapes =
    [
        ("constant", _ => 1),
        ("linear to 0", done => 1 - done),
        ("cosine to 0", Cosine),
        ("one-cycle", done => done < WarmUp ? done / WarmUp : Cosine((done - WarmUp) / (1 - WarmUp))),
    ];

    /// <summary>Tries all of them and writes a table.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="seeds">Retrainings of every schedule.</param>
    /// <param name="steps">Inner steps.</param>
    public static void Run(string? folder, int threads, int seeds, int steps)
    {
        using Digits digits = Digits.Load(folder, threads);
        Console.WriteLine($"LeNet, {digits.Name}, {steps} inner steps of batch {BatchSize}, momentum {Momentum}, weight decay {WeightDecay}, {seeds} retrainings");
        Console.WriteLine();
        Console.WriteLine("| learning rate | validation loss of one run | test accuracy after retraining |");
        Console.WriteLine("| --- | ---: | ---: |");
        TrainingSetting setting = digits.LeNet(BatchSize, steps) with { ValidationFraction = 0.05, HessianProductClamp = null };
        List<Choice> constant = [];
        List<Choice> all = [];
        foreach ((string shape, Func<double, double> share) in Shapes)
        {
            foreach (double peak in Peaks)
            {
                Choice choice = Try(setting, Invariant($"{shape}, {peak}"), new([.. Enumerable.Range(0, steps).Select(step => peak * share((double)step / steps))]), seeds);
                all.Add(choice);
                if (shape == Shapes[0].Name)
                {
                    constant.Add(choice);
                }

                Console.WriteLine(Invariant($"| {choice.Name} | {choice.Loss:F3} | {choice.Test} |"));
            }
        }

        Console.WriteLine();
        Tell("four constant rates", constant, steps);
        Tell("all sixteen", all, steps);
    }

    private static Choice Try(TrainingSetting setting, string name, Schedule rates, int seeds)
    {
        PerKind<Schedule> schedules = new(rates, Schedule.Constant(Momentum), Schedule.Constant(WeightDecay));
        RunResult trial = TrialRun.Execute(setting, schedules, new RunSeeds(0, 0, 0));
        RunResult[] retrained = [.. Enumerable.Range(0, seeds).Select(seed => RetrainingRun.Execute(setting, schedules, new RunSeeds(0, seed, Retraining)))];
        ReplicaAverage test = ReplicaAverage.Of([.. retrained.Select(run => run.Ending == RunEnding.Completed ? run.Evaluation.Accuracy : 1.0 / setting.Data.Dataset.Form.Outputs)]);
        return new(name, double.IsFinite(trial.Evaluation.Loss) ? trial.Evaluation.Loss : double.PositiveInfinity, Invariant($"{100 * test.Value:F1} ± {100 * (test.StandardError ?? 0):F1} %"));
    }

    private static void Tell(string of, IReadOnlyCollection<Choice> choices, int steps)
    {
        Choice chosen = choices.MinBy(choice => choice.Loss)!;
        Console.WriteLine(Invariant($"The lowest validation loss of {of}, {choices.Count * steps} gradient steps in all: {chosen.Name}, {chosen.Loss:F3}, retrained {chosen.Test}"));
    }

    private static double Cosine(double done) => (1 + Math.Cos(Math.PI * done)) / 2;

    private sealed record Choice(string Name, double Loss, string Test);
}
