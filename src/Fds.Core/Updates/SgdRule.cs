using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>SGD with momentum and weight decay.</summary>
/// <remarks>
/// <code>
/// v_{t+1} = β v_t + g_t + ξ θ_t     θ_{t+1} = θ_t − α v_{t+1}
/// </code>
/// Forward (Micaelli and Storkey, 2021, section 3, with the velocity's tangent carried explicitly), with the forcing terms of the windows in
/// force in brackets:
/// <code>
/// C' = β C + M ⊙ (H Z) + ξ Z (+ v_t for momentum) (+ θ_t for weight decay)     Z' = Z − α C' (− v_{t+1} for the learning rate)
/// </code>
/// Backward, the transpose, with M 1 where the gradient was not clamped:
/// <code>
/// r = q − α p     ∂L/∂α = −p·v_{t+1}     ∂L/∂β = r·v_t     ∂L/∂ξ = r·θ_t     p ← p + ξ r + H (M ⊙ r)     q ← β r
/// </code>
/// </remarks>
public sealed class SgdRule : IUpdateRule
{
    /// <summary>The rule. It holds no state.</summary>
    public static SgdRule Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "sgd";

    /// <inheritdoc/>
    public ImmutableArray<HyperparameterKind> Kinds => PerKind.OfSgd;

    /// <inheritdoc/>
    public int Moments => 1;

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients)
    {
        AdvanceVelocity(state, gradient, coefficients);
        state.Weights.Decrease(state.Velocity, coefficients.LearningRate);
    }

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients, TangentSelection selection, Tensor products, ForcedRows forced)
    {
        Tensor velocities = selection.VelocityTangents;
        Tensor weights = selection.WeightTangents;
        velocities.Scale(coefficients.Momentum).Increase(products).Increase(weights, coefficients.WeightDecay);
        forced.Force(velocities, HyperparameterKind.Momentum, state.Velocity, 1);
        forced.Force(velocities, HyperparameterKind.WeightDecay, state.Weights, 1);

        AdvanceVelocity(state, gradient, coefficients);
        weights.Decrease(velocities, coefficients.LearningRate);
        forced.Force(weights, HyperparameterKind.LearningRate, state.Velocity, -1);
        state.Weights.Decrease(state.Velocity, coefficients.LearningRate);
    }

    /// <inheritdoc/>
    public Tensor Direction(int step, InnerState state, PerKind<Coefficient> coefficients) => state.Velocity;

    void IUpdateRule.StepBack(
        int step, InnerState state, AdjointState adjoint, PerKind<Coefficient> coefficients, Func<Func<Tensor, Tensor>, (Tensor Gradient, Tensor Product)> evaluate, StoreDerivative store)
    {
        Tensor velocity = adjoint.Velocity.Decrease(adjoint.Weights, coefficients.LearningRate);
        (Tensor gradient, Tensor product) = evaluate(_ => velocity);
        Tensor negative = adjoint.Weights.neg();
        Tensor next = state.Velocity.clone().Scale(coefficients.Momentum).Increase(gradient).Increase(state.Weights, coefficients.WeightDecay);
        store(HyperparameterKind.LearningRate, negative, next);
        store(HyperparameterKind.Momentum, velocity, state.Velocity);
        store(HyperparameterKind.WeightDecay, velocity, state.Weights);
        adjoint.Weights.Increase(velocity, coefficients.WeightDecay).Increase(product);
        velocity.Scale(coefficients.Momentum);
    }

    private static void AdvanceVelocity(InnerState state, Tensor gradient, PerKind<Coefficient> coefficients) =>
        state.Velocity.Scale(coefficients.Momentum).Increase(gradient).Increase(state.Weights, coefficients.WeightDecay);
}
