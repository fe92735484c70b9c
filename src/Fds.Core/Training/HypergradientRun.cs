using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.HyperOptimisation;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>One replica of one outer step: fresh weights, a fresh split, the inner loop with tangents, and the hypergradient at its end.</summary>
public sealed class HypergradientRun
{
    private const int Probes = 8;
    private const int ProbeExamples = 1000;

    private readonly TrainingSetting setting;
    private readonly InnerProblem problem;
    private readonly ColumnLayout whole;
    private readonly ColumnLayout columns;
    private readonly ICurvatureEngine engine;
    private readonly RunSeeds seeds;
    private readonly Tensor training;
    private readonly Tensor validation;
    private readonly ChanceLevel chance;
    private readonly string fingerprint;
    private double cost;
    private bool wasAboveChance;
    private int initialClasses;

    private HypergradientRun(
        TrainingSetting setting, HyperparameterSchedules schedules, Func<HyperparameterKind, bool> learned, RunSeeds seeds, ColumnShard shard, bool aboveChanceBefore)
    {
        this.setting = setting;
        this.seeds = seeds;
        wasAboveChance = aboveChanceBefore;
        using Generator generator = seeds.NewSplit();
        (training, Tensor held) = ValidationSplit.Draw(setting.Data.Training.Count, setting.ValidationFraction, generator);
        validation = held.to(setting.Data.Device);
        chance = ChanceLevel.Of(setting.Data.Training.LabelsAt(validation));
        int horizon = setting.Horizon.StepsOver((int)training.shape[0], setting.BatchSize);
        problem = new(schedules, horizon, setting.GradientClamp, setting.HessianProductClamp, setting.Pruning);
        whole = new(ColumnLayout.All(schedules, learned), schedules, horizon);
        columns = whole.Share(shard);
        RequireUpdates();
        fingerprint = RunFingerprint.Of("hypergradient", setting, schedules, columns.Requested, seeds, aboveChanceBefore);
        engine = setting.Curvature.Create(setting.Network);
    }

    /// <summary>Runs one replica to its end.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="aboveChanceBefore">Whether the study's replicas were above chance before, so that falling back to it counts as collapse.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">Where the run takes up what an earlier attempt left, and leaves checkpoints of its own; null: nowhere.</param>
    /// <param name="shard">Which of the columns to carry; default: all.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows, or the data too few for a batch.</exception>
    public static HypergradientResult Execute(
        TrainingSetting setting,
        HyperparameterSchedules schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        bool aboveChanceBefore = false,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        ColumnShard shard = default,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        return new HypergradientRun(setting, schedules, learned, seeds, shard, aboveChanceBefore).Execute(report, checkpoints, cancellationToken);
    }

    /// <summary>A learned kind whose tangents are never updated has no hypergradient.</summary>
    private void RequireUpdates()
    {
        foreach (HyperparameterKind kind in columns.Rows.Select(column => column.Kind).Distinct())
        {
            int windows = columns.WindowCounts[(int)kind];
            if (Enumerable.Range(0, problem.Horizon).All(step => problem.Pruning.Skips(step, problem.Horizon, windows)))
            {
                throw new FdsException(
                    $"Every learned kind needs tangent updates, but pruning ({problem.Pruning.Mode}, ratio {problem.Pruning.Ratio:G}) skips every one of the {problem.Horizon} inner steps " +
                    $"of the {kind} schedule with {windows} windows. Use a smaller ratio, fewer windows or a longer horizon.");
            }
        }
    }

    private HypergradientResult Execute(Action<RunPosition>? report, RunCheckpoints? checkpoints, CancellationToken cancellationToken)
    {
        using Generator generator = seeds.NewWeights();
        Tensor weights = WeightInitialiser.Draw(setting.Network.Layout, setting.WeightScheme, setting.Gain, generator, setting.Type, setting.Data.Device);
        using InnerState state = new(weights, columns.Rows.Length);
        using EpochBatches batches = new(setting, training, seeds);
        int first = Restore(checkpoints, state, batches);
        if (first == 0)
        {
            initialClasses = Probe(state.Weights).PredictedClasses;
        }

        InnerLoop loop = new(problem, columns, engine, batches);
        LossWatch watch = new(problem.Horizon, report);
        int probeEvery = Math.Max(1, problem.Horizon / Probes);
        for (int step = first; step < problem.Horizon; step++)
        {
            if (step > first)
            {
                checkpoints?.Offer(fingerprint, () => Capture(step, state, batches), cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            int updated = loop.ColumnsUpdatedAt(step);
            using Tensor loss = loop.Step(state, step);
            cost += setting.Curvature.CostOfStep(updated);
            if (!watch.IsFinite(loss, step, columns.LiveAt(step)))
            {
                return Ended(RunEnding.Diverged, $"the training loss was not finite by inner step {step + 1} of {problem.Horizon}", step + 1);
            }

            if (!wasAboveChance && (step + 1) % probeEvery == 0)
            {
                Evaluation probe = Probe(state.Weights);
                wasAboveChance = chance.IsBelow(probe.Accuracy, probe.Examples);
            }
        }

        return Conclude(state);
    }

    private RunSnapshot Capture(int step, InnerState state, EpochBatches batches) => new()
    {
        Step = step,
        Cost = cost,
        WasAboveChance = wasAboveChance,
        InitialClasses = initialClasses,
        Updates = state.Updates,
        Tensors = new Dictionary<string, Tensor>([.. state.Capture(), .. batches.Capture()]),
    };

    /// <summary>Takes over the state of an earlier attempt.</summary>
    /// <returns>Inner steps done by then; 0 where the run begins anew.</returns>
    private int Restore(RunCheckpoints? checkpoints, InnerState state, EpochBatches batches)
    {
        using DisposeScope scope = NewDisposeScope();
        if (checkpoints?.Restore(fingerprint, Capture(0, state, batches)) is not { } snapshot)
        {
            return 0;
        }

        state.Restore(snapshot);
        batches.Restore(snapshot);
        (cost, wasAboveChance, initialClasses) = (snapshot.Cost, snapshot.WasAboveChance, snapshot.InitialClasses);
        return snapshot.Step;
    }

    private HypergradientResult Conclude(InnerState state)
    {
        if (NotFinite(state) is { } what)
        {
            return Diverged($"{what} were");
        }

        // Finite weights can still be so large that the logits overflow, and logits that are not finite all name the same class.
        Evaluation evaluation = Evaluate(state.Weights, validation);
        if (!double.IsFinite(evaluation.Loss))
        {
            return Diverged("the validation loss was");
        }

        bool aboveChance = chance.IsBelow(evaluation.Accuracy, evaluation.Examples);
        if (Collapse(evaluation, aboveChance) is { } reason)
        {
            return Ended(RunEnding.Collapsed, reason, problem.Horizon) with { Validation = evaluation, AboveChance = aboveChance };
        }

        Tensor gradient = Evaluator.Gradient(engine, state.Weights, setting.Data.Training, validation);
        cost += RunCost.OfGradient(evaluation.Examples, setting.BatchSize);
        ImmutableArray<double> sums = Hypergradient.Sum(gradient, state.Tangents, columns);
        if (!sums.All(double.IsFinite))
        {
            return Diverged("the hypergradient was");
        }

        return Ended(RunEnding.Completed, null, problem.Horizon) with
        {
            Hypergradient = Hypergradient.Average(sums, columns, state.Updates),
            Columns = whole.IndicesOf(columns),
            Validation = evaluation,
            AboveChance = aboveChance,
        };
    }

    /// <summary>Why the network counts as collapsed, or null. With learning rates of 0 it never moved, so there is nothing to collapse.</summary>
    private string? Collapse(Evaluation evaluation, bool aboveChance)
    {
        if (problem.Schedules.LearningRate.Values.All(value => value == 0))
        {
            return null;
        }

        if (evaluation.PredictedClasses == 1 && initialClasses > 1)
        {
            return "the network predicts one class only";
        }

        return wasAboveChance && !aboveChance
            ? $"validation accuracy {evaluation.Accuracy:P1} is at chance ({chance.Accuracy:P1}) after having been above it"
            : null;
    }

    private static string? NotFinite(InnerState state)
    {
        if (!AllFinite(state.Weights))
        {
            return "the weights";
        }

        return AllFinite(state.Tangents.WeightTangents) ? null : "the tangents";
    }

    private static bool AllFinite(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }

    private Evaluation Probe(Tensor weights) => Evaluate(weights, validation.narrow(0, 0, Math.Min(ProbeExamples, validation.shape[0])));

    private Evaluation Evaluate(Tensor weights, Tensor examples)
    {
        Evaluation evaluation = Evaluator.Evaluate(setting.Network, weights, setting.Data.Training, examples);
        cost += RunCost.OfEvaluation(evaluation.Examples, setting.BatchSize);
        return evaluation;
    }

    private HypergradientResult Diverged(string what) => Ended(RunEnding.Diverged, $"{what} not finite at the end of the run", problem.Horizon);

    private HypergradientResult Ended(RunEnding ending, string? reason, int steps) =>
        new() { Ending = ending, Reason = reason, Steps = steps, GradientSteps = cost };
}
