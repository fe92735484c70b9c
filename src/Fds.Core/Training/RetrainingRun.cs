using Fds.Core.Schedules;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Training from scratch on the whole training set with a fixed schedule, stretched over the run's horizon, and testing.</summary>
public static class RetrainingRun
{
    /// <summary>Runs to the end.</summary>
    /// <param name="setting">Problem and horizon; nothing is held out.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">The checkpoints that the run resumes from and writes; null: none.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    public static RunResult Execute(
        RunSetting setting,
        PerKind<Schedule> schedules,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using IRunTask task = setting.Retraining(seeds);
        using InnerState state = new(setting.DrawWeights(seeds), columns: 0, setting.Rule);
        RunMemory memory = new(
            checkpoints,
            RunFingerprint.Of("retraining", setting, schedules, [], seeds, aboveChanceBefore: false),
            step => state.Capture(step, task.Capture()),
            snapshot =>
            {
                state.Restore(snapshot);
                task.Restore(snapshot);
            });
        StepLoop loop = new()
        {
            Inner = new(setting.Inner(schedules, task.Horizon), new([], schedules, task.Horizon), task.Engine, task.Training),
            State = state,
            Horizon = task.Horizon,
            First = memory.TakeUp(),
            Report = report,
            Memory = memory,
        };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        if (diverged is not null)
        {
            return new() { Ending = RunEnding.Diverged, Reason = diverged, Steps = steps, GradientSteps = state.Cost };
        }

        (Evaluation evaluation, double cost) = task.Judge(state.Weights);
        bool isFinite = double.IsFinite(evaluation.Loss);
        return new()
        {
            Ending = isFinite ? RunEnding.Completed : RunEnding.Diverged,
            Reason = isFinite ? null : "the test loss is not finite",
            Evaluation = evaluation,
            PriorLoss = task.PriorLoss,
            Steps = steps,
            GradientSteps = state.Cost + cost,
        };
    }
}
