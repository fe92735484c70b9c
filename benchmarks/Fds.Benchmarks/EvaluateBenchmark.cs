using System.Text.Json;
using Fds.Core.Schedules;
using Fds.Core.Training;

namespace Fds.Benchmarks;

/// <summary>
/// Runs of LeNet with given schedules, one for every line of JSON that is read: what a search of another project needs to work on the
/// problem of studies/mnist-short.yaml. Runs have the seeds of a study's trials, confirmations and retrainings.
/// </summary>
internal static class EvaluateBenchmark
{
    private const int BatchSize = 128;
    private const int RetrainingStep = -1;
    private const int TrialStep = -2;
    private const int ConfirmingStep = -4;

    /// <summary>Answers until there are no more lines.</summary>
    /// <param name="folder">Folder with mnist/; null: drawn digits.</param>
    /// <param name="threads">Threads of one operation.</param>
    /// <param name="steps">Inner steps.</param>
    public static void Run(string? folder, int threads, int steps)
    {
        using Digits digits = Digits.Load(folder, threads);
        TrainingSetting setting = digits.LeNet(BatchSize, steps) with { ValidationFraction = 0.05, HessianProductClamp = null };
        while (Console.In.ReadLine() is { } line)
        {
            EvaluationRequest request = JsonSerializer.Deserialize<EvaluationRequest>(line, JsonSerializerOptions.Web)
                ?? throw new ArgumentException($"Expected a line with one object, but got '{line}'.");
            Console.WriteLine(JsonSerializer.Serialize(Answer(Execute(setting, request)), JsonSerializerOptions.Web));
        }
    }

    private static RunResult Execute(TrainingSetting setting, EvaluationRequest request)
    {
        PerKind<Schedule> schedules = new(new(request.LearningRate), new(request.Momentum), new(request.WeightDecay));
        return request.Run switch
        {
            "trial" => TrialRun.Execute(setting, schedules, new(request.Seed, request.Replica, TrialStep)),
            "confirm" => TrialRun.Execute(setting, schedules, new(request.Seed, request.Replica, ConfirmingStep)),
            "retrain" => RetrainingRun.Execute(setting, schedules, new(request.Seed, request.Replica, RetrainingStep)),
            _ => throw new ArgumentException($"Expected a run that is trial, confirm or retrain, but got '{request.Run}'."),
        };
    }

    private static EvaluationAnswer Answer(RunResult run) => run.Ending == RunEnding.Completed && double.IsFinite(run.Evaluation.Loss)
        ? new(run.Evaluation.Loss, run.Evaluation.Accuracy, run.GradientSteps)
        : new(null, null, run.GradientSteps);
}
