using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>
/// Runs of the quadratic problem through the same inner loop and recursion as any network's. Its validation and test loss are the loss
/// itself; for want of classes its accuracy is said to be 1 / (1 + L).
/// </summary>
public static class QuadraticRun
{
    /// <summary>One replica of one outer step.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="shard">Which of the columns to carry.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows.</exception>
    public static HypergradientResult Hypergradient(
        QuadraticSetting setting,
        HyperparameterSchedules schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        ColumnShard shard = default,
        Action<RunPosition>? report = null,
        CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        ColumnLayout whole = new(ColumnLayout.All(schedules, learned), schedules, setting.Horizon);
        ColumnLayout columns = whole.Share(shard);
        using QuadraticProblem problem = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, columns.Rows.Length, seeds);
        (int steps, double cost) = Train(setting, schedules, columns, problem, state, report, cancellationToken);
        double loss = problem.Loss(state.Weights);
        if (!double.IsFinite(loss))
        {
            return new() { Ending = RunEnding.Diverged, Reason = $"the loss was not finite by inner step {steps} of {setting.Horizon}", Steps = steps, GradientSteps = cost };
        }

        Tensor gradient = problem.Evaluate(state.Weights, state.Weights, state.Weights, state.Tangents.WeightTangents.narrow(0, 0, 0)).Gradient;
        ImmutableArray<double> sums = HyperOptimisation.Hypergradient.Sum(gradient, state.Tangents, columns);
        return new()
        {
            Ending = RunEnding.Completed,
            Hypergradient = HyperOptimisation.Hypergradient.Average(sums, columns, state.Updates),
            Columns = whole.IndicesOf(columns),
            Validation = Evaluation(loss),
            Steps = steps,
            GradientSteps = cost + 1,
        };
    }

    /// <summary>One run from scratch without tangents.</summary>
    /// <param name="setting">What the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="seeds">Where the initial weights are drawn from.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    public static RetrainingResult Retrain(
        QuadraticSetting setting, HyperparameterSchedules schedules, RunSeeds seeds, Action<RunPosition>? report = null, CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using QuadraticProblem problem = new(setting.Type, setting.Device);
        using InnerState state = Start(setting, columns: 0, seeds);
        (int steps, double cost) = Train(setting, schedules, new([], schedules, setting.Horizon), problem, state, report, cancellationToken);
        double loss = problem.Loss(state.Weights);
        return new()
        {
            Ending = double.IsFinite(loss) ? RunEnding.Completed : RunEnding.Diverged,
            Reason = double.IsFinite(loss) ? null : $"the loss was not finite by inner step {steps} of {setting.Horizon}",
            Test = Evaluation(loss),
            Steps = steps,
            GradientSteps = cost,
        };
    }

    private static InnerState Start(QuadraticSetting setting, int columns, RunSeeds seeds)
    {
        using Generator generator = seeds.NewWeights();
        Tensor weights = randn([QuadraticProblem.Weights], ScalarType.Float64, generator: generator).mul_(setting.Gain);
        return new(weights.to(setting.Type, setting.Device), columns);
    }

    private static (int Steps, double Cost) Train(
        QuadraticSetting setting,
        HyperparameterSchedules schedules,
        ColumnLayout columns,
        QuadraticProblem problem,
        InnerState state,
        Action<RunPosition>? report,
        CancellationToken cancellationToken)
    {
        InnerLoop loop = new(new(schedules, setting.Horizon, setting.GradientClamp, setting.HessianProductClamp, setting.Pruning), columns, problem, problem);
        LossWatch watch = new(setting.Horizon, report);
        double cost = 0;
        for (int step = 0; step < setting.Horizon; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Tensor loss = loop.Step(state, step);
            cost += CurvatureOptions.Default.CostOfStep(loop.ColumnsUpdatedAt(step));
            if (!watch.IsFinite(loss, step, columns.LiveAt(step)))
            {
                return (step + 1, cost);
            }
        }

        return (setting.Horizon, cost);
    }

    private static Evaluation Evaluation(double loss) => new(loss, 1 / (1 + loss), 0, 0);
}
