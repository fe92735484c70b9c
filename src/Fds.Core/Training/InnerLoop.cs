using Fds.Core.Curvature;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Steps of the inner problem's optimiser over a horizon, carrying the tangents of the learned hyperparameters along: g_t = clamp(∇L_t(θ_t), ±G), and what <see cref="Updates.IUpdateRule"/> makes of it.</summary>
/// <param name="problem">Horizon, clamps, pruning, and the schedules where nothing else says which hyperparameters a step uses.</param>
/// <param name="columns">The learned columns.</param>
/// <param name="engine">Evaluates losses.</param>
/// <param name="batches">The mini-batches.</param>
/// <param name="source">Says which hyperparameters a step uses; null: the problem's schedules.</param>
public sealed class InnerLoop(InnerProblem problem, ColumnLayout columns, ICurvatureEngine engine, IBatchSource batches, ICoefficientSource? source = null)
{
    /// <summary>Runs one inner step in place.</summary>
    /// <returns>The training loss, a scalar tensor on the device, in the caller's dispose scope.</returns>
    public Tensor Step(InnerState state, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int[] rows = RowsToUpdate(step);
        TangentSelection selection = new(state.Tangents, rows);
        ForcedRows forced = ForcedRows.At(step, columns, rows, problem.Groups);
        (CurvatureEvaluation evaluation, Tensor? slope) = Evaluate(state, step, selection, forced);
        Tensor gradient = evaluation.Gradient;
        Clamp(gradient, evaluation.Products, slope, rows, state.Clamps);
        if (slope is not null)
        {
            forced.Force(evaluation.Products, HyperparameterKind.LabelSmoothing, slope, 1);
        }

        PerKind<Coefficient> coefficients = source?.At(step, gradient, state).Select(value => new Coefficient(value)) ?? problem.At(step, state.Weights);

        if (rows.Length > 0)
        {
            problem.Update.Advance(step, state, gradient, coefficients, selection, evaluation.Products, forced);
            selection.Store();
        }
        else
        {
            problem.Update.Advance(step, state, gradient, coefficients);
        }

        CountUpdates(state, step);
        return evaluation.Loss.MoveToOuterDisposeScope();
    }

    /// <summary>Number of columns whose window has begun by an inner step.</summary>
    public int LiveAt(int step) => columns.LiveAt(step);

    /// <summary>Number of columns whose tangents an inner step updates.</summary>
    public int ColumnsUpdatedAt(int step) => RowsToUpdate(step).Length;

    /// <summary>Loss, gradient and H Z, and where a window of label smoothing is in force the gradient's derivative by it.</summary>
    private (CurvatureEvaluation Evaluation, Tensor? Slope) Evaluate(InnerState state, int step, TangentSelection selection, ForcedRows forced)
    {
        (Tensor inputs, Tensor targets) = batches.Next(step);
        using IDisposable gradients = enable_grad();
        CurvatureEvaluation evaluation = engine.Evaluate(state.Weights, inputs, problem.TargetsAt(step, targets, state.Weights.dtype), selection.WeightTangents);
        bool isForced = problem.Smooths && forced.Of(HyperparameterKind.LabelSmoothing).Any();
        return (evaluation, isForced ? problem.SlopeAt(step, (state.Weights, inputs, targets), evaluation.Gradient, engine) : null);
    }

    /// <summary>
    /// The gradient to ±G, and M ⊙ (H Z), but not the loss's own part of the tangent, to ±Hmax: where the gradient was clamped the step no longer depends on it, so its derivative
    /// is 0 there. Of a run that carries tangents it is counted how much was held.
    /// </summary>
    private void Clamp(Tensor gradient, Tensor products, Tensor? slope, int[] rows, ClampTally tally)
    {
        if (problem.GradientClamp is { } bound)
        {
            if (!columns.Rows.IsEmpty)
            {
                Tensor within = gradient.IsWithin(bound);
                tally.CountGradient(within);
                products.KeepWhere(within);
                slope?.KeepWhere(within);
            }

            gradient.Bound(bound);
        }

        if (problem.HessianProductClamp is { } limit)
        {
            tally.CountProducts(products, rows, limit);
            products.Bound(limit);
        }
    }

    private int[] RowsToUpdate(int step)
    {
        int live = columns.LiveAt(step);
        return [.. Enumerable.Range(0, live).Where(row => !Skips(columns.Rows[row].Kind, step))];
    }

    private bool Skips(HyperparameterKind kind, int step) =>
        problem.Pruning.Skips(step, problem.Horizon, columns.WindowsOf(kind));

    private void CountUpdates(InnerState state, int step)
    {
        foreach (HyperparameterKind kind in columns.Kinds)
        {
            if (!Skips(kind, step))
            {
                state.CountUpdate(kind);
            }
        }
    }
}
