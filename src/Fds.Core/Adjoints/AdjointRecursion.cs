using Fds.Core.Curvature;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>The adjoint of one inner step: from the derivatives by the state after it to those by the state before it, and by its own hyperparameters.</summary>
/// <param name="problem">Horizon, schedules and the gradient clamp.</param>
/// <param name="engine">Evaluates losses.</param>
/// <param name="batches">The mini-batches; asked for that of the step.</param>
/// <param name="ofLoss">Whether the derivatives by the loss's own hyperparameters are asked for, which cost a gradient.</param>
internal sealed class AdjointRecursion(InnerProblem problem, ICurvatureEngine engine, IBatchSource batches, bool ofLoss)
{
    /// <summary>Walks back over one inner step in place.</summary>
    /// <param name="step">The step, t.</param>
    /// <param name="state">θ_t and the moments; how much of the gradient was clamped is counted there.</param>
    /// <param name="adjoint">The derivatives by the state of t + 1, which become those by that of t.</param>
    /// <param name="sums">Gets the step's derivatives.</param>
    /// <returns>The training loss, a scalar tensor on the device, in the caller's dispose scope.</returns>
    public Tensor StepBack(int step, InnerState state, AdjointState adjoint, StepSums sums)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        PerKind<Coefficient> coefficients = problem.At(step, state.Weights);
        Tensor? loss = null;
        void Store(HyperparameterKind kind, Tensor a, Tensor b) => sums.Store(step, kind, a, b, state.Weights.NumberOfElements);
        problem.Update.StepBack(
            step,
            state,
            adjoint,
            coefficients,
            derivative =>
            {
                CurvatureEvaluation evaluation = Evaluate(step, state, derivative, Store);
                loss = evaluation.Loss;
                return (problem.GradientClamp is { } bound ? evaluation.Gradient.Bound(bound) : evaluation.Gradient, evaluation.Products[0]);
            },
            Store);
        return loss!.MoveToOuterDisposeScope();
    }

    private CurvatureEvaluation Evaluate(int step, InnerState state, Func<Tensor, Tensor> derivative, StoreDerivative store)
    {
        (Tensor inputs, Tensor targets) = batches.Next(step);
        Tensor? kept = ofLoss ? empty_like(state.Weights) : null;
        CurvatureEvaluation evaluation;
        using (enable_grad())
        {
            evaluation = engine.Evaluate(state.Weights, inputs, problem.TargetsAt(step, targets, state.Weights.dtype), gradient =>
            {
                Tensor direction = Direction(gradient, derivative, state.Clamps);
                kept?.copy_(direction);
                return direction.unsqueeze(0);
            });
        }

        if (kept is not null)
        {
            store(HyperparameterKind.LabelSmoothing, kept, problem.SlopeAt(step, (state.Weights, inputs, targets), evaluation.Gradient, engine));
        }

        return evaluation;
    }

    /// <summary>The derivative by the gradient where it was not clamped: a clamped element of the gradient did not act on what came after.</summary>
    private Tensor Direction(Tensor gradient, Func<Tensor, Tensor> derivative, ClampTally tally)
    {
        if (problem.GradientClamp is not { } bound)
        {
            return derivative(gradient);
        }

        Tensor within = gradient.IsWithin(bound);
        tally.CountGradient(within);
        return derivative(gradient.clone().Bound(bound)).clone().KeepWhere(within);
    }
}
