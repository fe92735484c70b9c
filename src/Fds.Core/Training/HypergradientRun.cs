using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.HyperOptimisation;
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
    private readonly RunSplit split;
    private readonly ChanceLevel chance;
    private readonly string fingerprint;
    private bool wasAboveChance;
    private int initialClasses;

    private HypergradientRun(
        TrainingSetting setting, HyperparameterSchedules schedules, Func<HyperparameterKind, bool> learned, RunSeeds seeds, ColumnShard shard, bool aboveChanceBefore)
    {
        this.setting = setting;
        this.seeds = seeds;
        wasAboveChance = aboveChanceBefore;
        split = RunSplit.Draw(setting, seeds);
        chance = ChanceLevel.Of(setting.Data.Training.LabelsAt(split.Validation));
        int horizon = split.Horizon;
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

    /// <summary>The most that a run spends on seeing whether it is above chance, in gradient steps.</summary>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="validation">Examples held out.</param>
    /// <param name="batchSize">Examples per mini-batch.</param>
    public static double MostSpentOnProbes(int horizon, int validation, int batchSize) =>
        (1 + (horizon / Math.Max(1, horizon / Probes))) * RunCost.OfEvaluation(Math.Min(ProbeExamples, validation), batchSize);

    /// <summary>A learned kind whose tangents are never updated has no hypergradient.</summary>
    private void RequireUpdates()
    {
        foreach (HyperparameterKind kind in columns.Rows.Select(column => column.Kind).Distinct())
        {
            int windows = columns.WindowCounts[(int)kind];
            if (problem.Pruning.SkipsAll(problem.Horizon, windows))
            {
                throw new FdsException(
                    $"Every learned kind needs tangent updates, but pruning ({problem.Pruning.Mode}, ratio {problem.Pruning.Ratio:G}) skips every one of the {problem.Horizon} inner steps " +
                    $"of the {kind} schedule with {windows} windows. Use a smaller ratio, fewer windows or a longer horizon.");
            }
        }
    }

    private HypergradientResult Execute(Action<RunPosition>? report, RunCheckpoints? checkpoints, CancellationToken cancellationToken)
    {
        using InnerState state = new(setting.DrawWeights(seeds), columns.Rows.Length);
        using EpochBatches batches = new(setting, split.Training, seeds);
        RunMemory memory = new(checkpoints, fingerprint, step => Capture(step, state, batches), snapshot => Restore(snapshot, state, batches));
        int first = memory.TakeUp();
        if (first == 0)
        {
            initialClasses = Probe(state).PredictedClasses;
        }

        StepLoop loop = new()
        {
            Inner = new(problem, columns, engine, batches),
            State = state,
            Horizon = problem.Horizon,
            First = first,
            CostOfStep = setting.Curvature.CostOfStep,
            Report = report,
            Memory = memory,
            AfterStep = step => LookForChance(state, step),
        };
        (int steps, string? diverged) = loop.Run(cancellationToken);
        return diverged is null ? Conclude(state) : Ended(state, RunEnding.Diverged, diverged, steps);
    }

    /// <summary>Sees now and then whether the run is above chance, until it has been.</summary>
    private string? LookForChance(InnerState state, int step)
    {
        if (!wasAboveChance && (step + 1) % Math.Max(1, problem.Horizon / Probes) == 0)
        {
            Evaluation probe = Probe(state);
            wasAboveChance = chance.IsBelow(probe.Accuracy, probe.Examples);
        }

        return null;
    }

    private RunSnapshot Capture(int step, InnerState state, EpochBatches batches) =>
        state.Capture(step, batches.Capture()) with { WasAboveChance = wasAboveChance, InitialClasses = initialClasses };

    private void Restore(RunSnapshot snapshot, InnerState state, EpochBatches batches)
    {
        state.Restore(snapshot);
        batches.Restore(snapshot);
        (wasAboveChance, initialClasses) = (snapshot.WasAboveChance, snapshot.InitialClasses);
    }

    private HypergradientResult Conclude(InnerState state)
    {
        if (NotFinite(state) is { } what)
        {
            return Diverged(state, $"{what} were");
        }

        // Finite weights can still be so large that the logits overflow, and logits that are not finite all name the same class.
        Evaluation evaluation = Evaluate(state, split.Validation);
        if (!double.IsFinite(evaluation.Loss))
        {
            return Diverged(state, "the validation loss was");
        }

        bool aboveChance = chance.IsBelow(evaluation.Accuracy, evaluation.Examples);
        if (Collapse(evaluation, aboveChance) is { } reason)
        {
            return Ended(state, RunEnding.Collapsed, reason, problem.Horizon) with { Validation = evaluation, AboveChance = aboveChance };
        }

        Tensor gradient = Evaluator.Gradient(engine, state.Weights, setting.Data.Training, split.Validation);
        state.Cost += RunCost.OfGradient(evaluation.Examples, setting.BatchSize);
        ImmutableArray<double> sums = Hypergradient.Sum(gradient, state.Tangents, columns);
        if (!sums.All(double.IsFinite))
        {
            return Diverged(state, "the hypergradient was");
        }

        return Ended(state, RunEnding.Completed, null, problem.Horizon) with
        {
            Hypergradient = Hypergradient.Average(sums, columns, state.Updates),
            Columns = whole.IndicesOf(columns),
            GradientClamped = state.Clamps.GradientShare,
            ProductsClamped = state.Clamps.ProductsShares(columns),
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

    private Evaluation Probe(InnerState state) => Evaluate(state, split.Validation.narrow(0, 0, Math.Min(ProbeExamples, split.Validation.shape[0])));

    private Evaluation Evaluate(InnerState state, Tensor examples)
    {
        Evaluation evaluation = Evaluator.Evaluate(setting.Network, state.Weights, setting.Data.Training, examples);
        state.Cost += RunCost.OfEvaluation(evaluation.Examples, setting.BatchSize);
        return evaluation;
    }

    private HypergradientResult Diverged(InnerState state, string what) => Ended(state, RunEnding.Diverged, $"{what} not finite at the end of the run", problem.Horizon);

    private static HypergradientResult Ended(InnerState state, RunEnding ending, string? reason, int steps) =>
        new() { Ending = ending, Reason = reason, Steps = steps, GradientSteps = state.Cost };
}
