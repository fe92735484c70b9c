using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Training from scratch on the whole training set with a fixed schedule, stretched over the run's horizon, and testing.</summary>
public static class RetrainingRun
{
    /// <summary>Runs to the end. Normalisation keeps running statistics, which the test uses.</summary>
    /// <param name="setting">Network, data and horizon; the validation fraction is not used.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">Where the run takes up what an earlier attempt left, and leaves checkpoints of its own; null: nowhere.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    public static RetrainingResult Execute(
        TrainingSetting setting,
        PerKind<Schedule> schedules,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        int examples = setting.Data.Training.Count;
        int horizon = setting.Horizon.StepsOver(examples, setting.BatchSize);
        using InnerState state = new(setting.DrawWeights(seeds), columns: 0);
        using NormalisationStatistics statistics = new(setting.Network, setting.Type, setting.Data.Device);
        using EpochBatches batches = new(setting, arange(examples.Kept(), ScalarType.Int64, CPU), seeds);
        RunMemory memory = new(
            checkpoints,
            RunFingerprint.Of("retraining", setting, schedules, [], seeds, aboveChanceBefore: false),
            step => state.Capture(step, [.. batches.Capture(), .. statistics.Capture()]),
            snapshot =>
            {
                state.Restore(snapshot);
                batches.Restore(snapshot);
                statistics.Restore(snapshot.Tensors);
            });
        StepLoop loop = new()
        {
            Inner = new(new(schedules, horizon, setting.GradientClamp, Rule: setting.Rule), new([], schedules, horizon), new SecondBackwardEngine(setting.Network, statistics), batches),
            State = state,
            Horizon = horizon,
            First = memory.TakeUp(),
            Report = report,
            Memory = memory,
        };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        if (diverged is not null)
        {
            return new() { Ending = RunEnding.Diverged, Reason = diverged, Steps = steps, GradientSteps = state.Cost };
        }

        Evaluation test = Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Test, indices: null, statistics);
        return new()
        {
            Ending = double.IsFinite(test.Loss) ? RunEnding.Completed : RunEnding.Diverged,
            Reason = double.IsFinite(test.Loss) ? null : "the test loss is not finite",
            Test = test,
            PriorLoss = setting.Data.Shares.On(setting.Data.Test.Labels).Loss,
            Steps = steps,
            GradientSteps = state.Cost + RunCost.OfEvaluation(test.Examples, setting.BatchSize),
        };
    }
}
