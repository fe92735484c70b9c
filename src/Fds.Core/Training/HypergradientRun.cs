using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Training.Judgement;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>One replica of one outer step: fresh weights, a fresh split, the inner loop, and the hypergradient of the loss at its end, by forward or reverse mode.</summary>
public sealed class HypergradientRun
{
    private readonly RunSetting setting;
    private readonly InnerProblem problem;
    private readonly ColumnLayout whole;
    private readonly ColumnLayout columns;
    private readonly RunSeeds seeds;
    private readonly ILearningTask task;
    private readonly CollapseWatch? watch;
    private readonly string fingerprint;
    private Evaluation? reached;

    private HypergradientRun(
        RunSetting setting, ILearningTask task, PerKind<Schedule> schedules, Func<HyperparameterKind, bool> learned, RunSeeds seeds, ColumnShard shard, bool aboveChanceBefore)
    {
        this.setting = setting;
        this.seeds = seeds;
        this.task = task;
        watch = task.Watch(aboveChanceBefore);
        problem = setting.Inner(schedules, task.Horizon);
        whole = new(ColumnLayout.All(schedules, learned), schedules, task.Horizon);
        columns = whole.Share(shard);
        RequireUpdates();
        fingerprint = RunFingerprint.Of(setting.Reverse is null ? "hypergradient" : "hypergradient reverse", setting, schedules, columns.Requested, seeds, aboveChanceBefore);
    }

    /// <summary>Runs one replica to its end.</summary>
    /// <param name="setting">The setting that the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="aboveChanceBefore">Whether the study's replicas did better than always predicting the class frequencies before, so that doing worse counts as collapse.</param>
    /// <param name="report">Told where the run is, every few steps, on the calling thread.</param>
    /// <param name="checkpoints">The checkpoints that the run resumes from and writes; null: none.</param>
    /// <param name="shard">Which of the columns to carry; default: all.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows, or the data too few for a batch.</exception>
    public static HypergradientResult Execute(
        RunSetting setting,
        PerKind<Schedule> schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        bool aboveChanceBefore = false,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        ColumnShard shard = default,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using ILearningTask task = setting.Learning(seeds);
        return new HypergradientRun(setting, task, schedules, learned, seeds, shard, aboveChanceBefore).Execute(report, checkpoints, cancellationToken);
    }

    /// <summary>The most that a run spends on seeing whether it has collapsed, in gradient steps.</summary>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="training">Examples to train on.</param>
    /// <param name="validation">Examples held out.</param>
    /// <param name="batchSize">Examples per mini-batch.</param>
    public static double MostSpentOnLooks(int horizon, int training, int validation, int batchSize) => CollapseWatch.MostSpent(horizon, training, validation, batchSize);

    /// <summary>A learned kind whose tangents are never updated has no hypergradient.</summary>
    private void RequireUpdates()
    {
        foreach (HyperparameterKind kind in columns.Rows.Select(column => column.Kind).Distinct())
        {
            int windows = columns.WindowsOf(kind);
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
        using IHypergradientPass pass = HypergradientPasses.Create(new(problem, columns, task.Engine, task.Training, setting.Curvature.CostOfStep), setting.DrawWeights(seeds), setting.Reverse);
        RunMemory memory = new(checkpoints, fingerprint, step => Capture(pass, step), snapshot => Restore(pass, snapshot));
        int first = memory.TakeUp();
        if (first == 0)
        {
            watch?.Begin(pass.State);
        }

        if (reached is null)
        {
            StepLoop loop = pass.Steps(first, report, memory) with
            {
                AfterStep = step =>
                {
                    watch?.After(step, pass.State);
                    return null;
                },
            };
            (int steps, string? diverged) = loop.Run(cancellationToken);
            if ((diverged is null ? Judge(pass.State) : Ended(pass.State, RunEnding.Diverged, diverged, steps)) is { } ended)
            {
                return ended;
            }
        }

        return Conclude(pass, reached!.Value, report, memory, cancellationToken);
    }

    private RunSnapshot Capture(IHypergradientPass pass, int step)
    {
        RunSnapshot snapshot = pass.Capture(step) with { Reached = reached };
        return watch?.AddTo(snapshot) ?? snapshot;
    }

    private void Restore(IHypergradientPass pass, RunSnapshot snapshot)
    {
        pass.Restore(snapshot);
        watch?.Restore(snapshot);
        reached = snapshot.Reached;
    }

    /// <summary>Looks at the final weights: what ended without a hypergradient, or null.</summary>
    private HypergradientResult? Judge(InnerState state)
    {
        if (NotFinite(state) is { } what)
        {
            return Diverged(state, $"{what} were");
        }

        // Finite weights can still be so large that the logits overflow, and logits that are not finite all name the same class.
        (Evaluation evaluation, double cost) = task.Judge(state.Weights);
        state.Cost += cost;
        if (!double.IsFinite(evaluation.Loss))
        {
            return Diverged(state, "the validation loss was");
        }

        // With learning rates of 0 it never moved, so there is nothing to collapse.
        bool moved = problem.Schedules.LearningRate.Values.Any(value => value != 0);
        if (moved && watch?.Judge(state, evaluation) is { } reason)
        {
            return Ended(state, RunEnding.Collapsed, reason, problem.Horizon) with { Evaluation = evaluation, PriorLoss = task.PriorLoss };
        }

        reached = evaluation;
        return null;
    }

    private HypergradientResult Conclude(IHypergradientPass pass, Evaluation evaluation, Action<RunPosition>? report, RunMemory memory, CancellationToken cancellationToken)
    {
        HypergradientFound found = pass.Conclude(() => ValidationGradient(pass.State), report, memory, cancellationToken);
        if (!found.Hypergradient.All(double.IsFinite))
        {
            return Diverged(pass.State, "the hypergradient was");
        }

        return Ended(pass.State, RunEnding.Completed, null, problem.Horizon) with
        {
            Hypergradient = found.Hypergradient,
            StepHypergradients = found.Steps,
            Columns = whole.IndicesOf(columns),
            Measurements = new() { GradientClamped = pass.State.Clamps.GradientShare },
            ProductsClamped = setting.Reverse is null ? pass.State.Clamps.ProductsShares(columns) : [],
            Evaluation = evaluation,
            PriorLoss = task.PriorLoss,
        };
    }

    private Tensor ValidationGradient(InnerState state)
    {
        (Tensor gradient, double cost) = task.Gradient(state.Weights);
        state.Cost += cost;
        return gradient;
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

    private HypergradientResult Diverged(InnerState state, string what) => Ended(state, RunEnding.Diverged, $"{what} not finite at the end of the run", problem.Horizon);

    private static HypergradientResult Ended(InnerState state, RunEnding ending, string? reason, int steps) =>
        new() { Ending = ending, Reason = reason, Steps = steps, GradientSteps = state.Cost };
}
