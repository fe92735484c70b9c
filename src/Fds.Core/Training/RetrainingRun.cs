using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
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
        HyperparameterSchedules schedules,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = seeds.NewWeights();
        Tensor weights = WeightInitialiser.Draw(setting.Network.Layout, setting.WeightScheme, setting.Gain, generator, setting.Type, setting.Data.Device);
        using InnerState state = new(weights, columns: 0);
        using NormalisationStatistics statistics = new(setting.Network, setting.Type, setting.Data.Device);

        int examples = setting.Data.Training.Count;
        int horizon = setting.Horizon.StepsOver(examples, setting.BatchSize);
        InnerProblem problem = new(schedules, horizon, setting.GradientClamp);
        using EpochBatches batches = new(setting, arange(examples, ScalarType.Int64), seeds);
        InnerLoop loop = new(problem, new ColumnLayout([], schedules, horizon), new SecondBackwardEngine(setting.Network, statistics), batches);
        LossWatch watch = new(horizon, report);
        string fingerprint = RunFingerprint.Of("retraining", setting, schedules, [], seeds, aboveChanceBefore: false);
        int first = Restore(checkpoints, fingerprint, state, batches, statistics);
        for (int step = first; step < horizon; step++)
        {
            if (step > first)
            {
                checkpoints?.Offer(fingerprint, () => Capture(step, state, batches, statistics), cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            using Tensor loss = loop.Step(state, step);
            if (!watch.IsFinite(loss, step, liveColumns: 0))
            {
                return new()
                {
                    Ending = RunEnding.Diverged,
                    Reason = $"the training loss was not finite by inner step {step + 1} of {horizon}",
                    Steps = step + 1,
                    GradientSteps = step + 1,
                };
            }
        }

        Evaluation test = Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Test, indices: null, statistics);
        return new()
        {
            Ending = double.IsFinite(test.Loss) ? RunEnding.Completed : RunEnding.Diverged,
            Reason = double.IsFinite(test.Loss) ? null : "the test loss is not finite",
            Test = test,
            Steps = horizon,
            GradientSteps = horizon + RunCost.OfEvaluation(test.Examples, setting.BatchSize),
        };
    }

    private static RunSnapshot Capture(int step, InnerState state, EpochBatches batches, NormalisationStatistics statistics) => new()
    {
        Step = step,
        Cost = step,
        Updates = state.Updates,
        Tensors = new Dictionary<string, Tensor>([.. state.Capture(), .. batches.Capture(), .. statistics.Capture()]),
    };

    /// <summary>Takes over the state of an earlier attempt.</summary>
    /// <returns>Inner steps done by then; 0 where the run begins anew.</returns>
    private static int Restore(RunCheckpoints? checkpoints, string fingerprint, InnerState state, EpochBatches batches, NormalisationStatistics statistics)
    {
        using DisposeScope scope = NewDisposeScope();
        if (checkpoints?.Restore(fingerprint, Capture(0, state, batches, statistics)) is not { } snapshot)
        {
            return 0;
        }

        state.Restore(snapshot);
        batches.Restore(snapshot);
        statistics.Restore(snapshot.Tensors);
        return snapshot.Step;
    }
}
