using Fds.Core.Curvature;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>The adjoint of one inner step: from the derivatives by the state after it to those by the state before it, and by its own α, β and ξ.</summary>
/// <remarks>
/// The transpose of <see cref="TangentRecursion"/>, with M 1 where the gradient was not clamped:
/// <code>
/// r = q − α p     ∂L/∂α = −p·v_{t+1}     ∂L/∂β = r·v_t     ∂L/∂ξ = r·θ_t     p ← p + ξ r + H (M ⊙ r)     q ← β r
/// </code>
/// </remarks>
/// <param name="problem">Horizon, schedules and the gradient clamp.</param>
/// <param name="engine">Evaluates losses.</param>
/// <param name="batches">The mini-batches; asked for that of the step.</param>
internal sealed class AdjointRecursion(InnerProblem problem, ICurvatureEngine engine, IBatchSource batches)
{
    /// <summary>Walks back over one inner step in place.</summary>
    /// <param name="step">The step, t.</param>
    /// <param name="state">θ_t and v_t; how much of the gradient was clamped is counted there.</param>
    /// <param name="adjoint">p and q of t + 1, which become those of t.</param>
    /// <param name="sums">Gets the step's derivatives.</param>
    /// <returns>The training loss, a scalar tensor on the device, in the caller's dispose scope.</returns>
    public Tensor StepBack(int step, InnerState state, AdjointState adjoint, StepSums sums)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        StepCoefficients coefficients = problem.At(step);
        Tensor velocity = adjoint.Velocity.Increase(adjoint.Weights, -coefficients.LearningRate);
        CurvatureEvaluation evaluation = Evaluate(step, state, velocity);
        Tensor gradient = problem.GradientClamp is { } bound ? evaluation.Gradient.Bound(bound) : evaluation.Gradient;

        Tensor negative = adjoint.Weights.neg();
        Tensor next = state.Velocity.clone().Scale(coefficients.Momentum).Increase(gradient).Increase(state.Weights, coefficients.WeightDecay);
        sums.Store(step, HyperparameterKind.LearningRate, negative, next);
        sums.Store(step, HyperparameterKind.Momentum, velocity, state.Velocity);
        sums.Store(step, HyperparameterKind.WeightDecay, velocity, state.Weights);

        adjoint.Weights.Increase(velocity, coefficients.WeightDecay).Increase(evaluation.Products[0]);
        velocity.Scale(coefficients.Momentum);
        return evaluation.Loss.MoveToOuterDisposeScope();
    }

    private CurvatureEvaluation Evaluate(int step, InnerState state, Tensor velocity)
    {
        (Tensor images, Tensor labels) = batches.Next(step);
        using IDisposable gradients = enable_grad();
        return engine.Evaluate(state.Weights, images, labels, gradient => Unclamped(gradient, velocity, state.Clamps).unsqueeze(0));
    }

    /// <summary>M ⊙ r: a clamped element of the gradient did not act on what came after.</summary>
    private Tensor Unclamped(Tensor gradient, Tensor velocity, ClampTally tally)
    {
        if (problem.GradientClamp is not { } bound)
        {
            return velocity;
        }

        Tensor within = gradient.IsWithin(bound);
        tally.CountGradient(within);
        return velocity.clone().KeepWhere(within);
    }
}
