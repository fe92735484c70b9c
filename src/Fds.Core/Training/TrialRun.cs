using Fds.Core.Schedules;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>
/// One trial of a search: training with given schedules and without tangents, and judging on the examples held out. With the seeds of a
/// <see cref="HypergradientRun"/> it goes through the same weights.
/// </summary>
public static class TrialRun
{
    /// <summary>Runs the trial, or one segment of it. A network that ends at chance has completed all the same: its loss says so.</summary>
    /// <param name="setting">The setting that the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="segment">Which part of the horizon to train, and from and to where; null: all of it.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">The checkpoints that the run resumes from and writes; null: none.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows or the segment, the data too few for a batch, or the parent's state cannot be used.</exception>
    public static RunResult Execute(
        RunSetting setting,
        PerKind<Schedule> schedules,
        RunSeeds seeds,
        TrialSegment? segment = null,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using IRunTask task = setting.Learning(seeds);
        TrialSegment part = segment ?? new(0, task.Horizon, From: null, To: null);
        part.Require(task.Horizon);
        using InnerState state = new(setting.DrawWeights(part.Weights ?? seeds), columns: 0, setting.Rule);
        RunSnapshot Capture(int step) => state.Capture(step, task.Capture());
        void Restore(RunSnapshot snapshot)
        {
            state.Restore(snapshot);
            task.Restore(snapshot);
        }

        TrialHandover handover = new(part, RunFingerprint.Of("trial", setting, schedules: null, [], seeds, aboveChanceBefore: false));
        RunSnapshot? parent = handover.Take(Capture(0));
        if (parent is not null)
        {
            Restore(parent);
        }

        string fingerprint = RunFingerprint.Of($"trial {handover.Describe(parent)}", setting, schedules, [], seeds, aboveChanceBefore: false);
        RunMemory memory = new(checkpoints, fingerprint, Capture, Restore);
        StepLoop loop = new()
        {
            Inner = new(setting.Inner(schedules, task.Horizon), new([], schedules, task.Horizon), task.Engine, task.Training),
            State = state,
            Horizon = task.Horizon,
            First = Math.Max(part.First, memory.TakeUp()),
            End = part.End,
            Report = report,
            Memory = memory,
        };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        if (diverged is not null)
        {
            return new() { Ending = RunEnding.Diverged, Reason = diverged, Steps = steps, GradientSteps = state.Cost };
        }

        (Evaluation evaluation, double cost) = task.Judge(state.Weights);
        RunResult result = new() { Ending = RunEnding.Diverged, Evaluation = evaluation, Steps = steps, GradientSteps = state.Cost + cost };
        if (!double.IsFinite(evaluation.Loss))
        {
            return result with { Reason = "the validation loss was not finite at the end of the run" };
        }

        handover.Leave(Capture);
        return result with { Ending = RunEnding.Completed, PriorLoss = task.PriorLoss };
    }
}
