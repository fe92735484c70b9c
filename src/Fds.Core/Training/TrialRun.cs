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
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="segment">Which part of the horizon to train, and from and to where; null: all of it.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">Where the run takes up what an earlier attempt left, and leaves checkpoints of its own; null: nowhere.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows or the segment, the data too few for a batch, or the parent's state cannot be used.</exception>
    public static TrialResult Execute(
        TrainingSetting setting,
        PerKind<Schedule> schedules,
        RunSeeds seeds,
        TrialSegment? segment = null,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        RunSplit split = RunSplit.Draw(setting, seeds);
        TrialSegment part = segment ?? new(0, split.Horizon, From: null, To: null);
        part.Require(split.Horizon);
        using InnerState state = new(setting.DrawWeights(part.Weights ?? seeds), columns: 0);
        using EpochBatches batches = new(setting, split.Training, seeds);
        RunSnapshot Capture(int step) => state.Capture(step, batches.Capture());
        void Restore(RunSnapshot snapshot)
        {
            state.Restore(snapshot);
            batches.Restore(snapshot);
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
            Inner = new(new(schedules, split.Horizon, setting.GradientClamp, Rule: setting.Rule), new([], schedules, split.Horizon), setting.Curvature.Create(setting.Network), batches),
            State = state,
            Horizon = split.Horizon,
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

        Evaluation validation = Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Training, split.Validation);
        double cost = state.Cost + RunCost.OfEvaluation(validation.Examples, setting.BatchSize);
        if (!double.IsFinite(validation.Loss))
        {
            return new() { Ending = RunEnding.Diverged, Reason = "the validation loss was not finite at the end of the run", Validation = validation, Steps = steps, GradientSteps = cost };
        }

        handover.Leave(Capture);
        double priorLoss = setting.Data.Shares.On(setting.Data.Training.LabelsAt(split.Validation)).Loss;
        return new() { Ending = RunEnding.Completed, Validation = validation, PriorLoss = priorLoss, Steps = steps, GradientSteps = cost };
    }
}
