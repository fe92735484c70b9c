using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>
/// One training run that learns hyperparameters on the way: the greedy baselines. Like a trial it trains on the split's training examples
/// and is judged on those held out; each hypergradient of the validation loss is that of one mini-batch of these.
/// </summary>
public static class GreedyRun
{
    /// <summary>Runs to the end. A run that diverges has ended so; a network that ends at chance has completed.</summary>
    /// <param name="setting">The setting that the study's runs share; pruning is not used.</param>
    /// <param name="settings">The method and its settings.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">The checkpoints that the run resumes from and writes; null: none.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The settings contradict themselves or the horizon, or the data are too few for a batch.</exception>
    public static GreedyResult Execute(
        RunSetting setting,
        GreedySettings settings,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using ILearningTask task = setting.Learning(seeds);
        settings.Require(task.Horizon);
        GreedyProblem problem = GreedyProblem.Of(setting, task, Initial(settings));
        using InnerState state = new(setting.DrawWeights(seeds), GreedyTraining.ColumnsOf(settings), setting.Rule);
        GreedyTrajectory trajectory = new(settings, task.Horizon);
        RunMemory memory = new(
            checkpoints,
            Fingerprint(setting, settings, seeds),
            step => state.Capture(step, [.. task.Capture(), .. trajectory.Capture()]),
            snapshot =>
            {
                state.Restore(snapshot);
                task.Restore(snapshot);
                trajectory.Restore(snapshot);
            });
        StepLoop loop = GreedyTraining.Steps(settings, problem, state, trajectory) with { First = memory.TakeUp(), Report = report, Memory = memory };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        GreedyResult result = new() { Ending = RunEnding.Diverged, Reason = diverged, Final = trajectory.Current, ShareAtRange = trajectory.ShareAtRange, Steps = steps, GradientSteps = state.Cost };
        if (diverged is not null)
        {
            return result;
        }

        (Evaluation reached, double cost) = task.Judge(state.Weights);
        result = result with { Evaluation = reached, PriorLoss = task.PriorLoss, GradientSteps = state.Cost + cost };
        return double.IsFinite(reached.Loss)
            ? result with { Ending = RunEnding.Completed, Trajectory = trajectory.Average() }
            : result with { Reason = "the validation loss was not finite at the end of the run" };
    }

    /// <summary>The values that a run begins with, as schedules.</summary>
    internal static PerKind<Schedule> Initial(GreedySettings settings) => settings.Hyperparameters.Select(hyperparameter => Schedule.Constant(hyperparameter.Initial));

    private static string Fingerprint(RunSetting setting, GreedySettings settings, RunSeeds seeds)
    {
        IEnumerable<string> kinds = settings.Hyperparameters.Kinds.Select(kind =>
            FormattableString.Invariant($"{settings.Hyperparameters[kind].Range.Minimum:R} {settings.Hyperparameters[kind].Range.Maximum:R} {settings.Hyperparameters[kind].Step:R} {settings.Hyperparameters[kind].Adaptation:R}"));
        string method = FormattableString.Invariant($"{settings.Method} {settings.Interval} {settings.Discount:R} {settings.Windows}");
        return RunFingerprint.Of($"greedy {method} {string.Join(' ', kinds)}", setting, Initial(settings), [], seeds, aboveChanceBefore: false);
    }
}
