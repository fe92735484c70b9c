using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>SGD with Nesterov's momentum and weight decay, in the form that PyTorch has.</summary>
/// <remarks>
/// <code>
/// d = g_t + ξ θ_t     v_{t+1} = β v_t + d     u = d + β v_{t+1}     θ_{t+1} = θ_t − α u
/// </code>
/// Forward, with the forcing terms of the windows in force in brackets:
/// <code>
/// D = M ⊙ (H Z) + ξ Z (+ θ_t)     C' = β C + D (+ v_t)     U = D + β C' (+ v_{t+1})     Z' = Z − α U (− u)
/// </code>
/// Backward, with r = −α p, s = q + β r and w = s + r:
/// <code>
/// ∂L/∂α = −p·u     ∂L/∂β = s·v_t + r·v_{t+1}     ∂L/∂ξ = w·θ_t     p ← p + ξ w + H (M ⊙ w)     q ← β s
/// </code>
/// </remarks>
public sealed class NesterovRule : IUpdateRule
{
    /// <summary>The rule. It holds no state.</summary>
    public static NesterovRule Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "nesterov";

    /// <inheritdoc/>
    public ImmutableArray<HyperparameterKind> Kinds => PerKind.OfSgd;

    /// <inheritdoc/>
    public int Moments => 1;

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients) =>
        state.Weights.Decrease(AdvanceVelocity(state, gradient, coefficients), coefficients.LearningRate);

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients, TangentSelection selection, Tensor products, ForcedRows forced)
    {
        Tensor velocities = selection.VelocityTangents;
        Tensor weights = selection.WeightTangents;
        Tensor decayed = products.Increase(weights, coefficients.WeightDecay);
        forced.Force(decayed, HyperparameterKind.WeightDecay, state.Weights, 1);
        velocities.Scale(coefficients.Momentum).Increase(decayed);
        forced.Force(velocities, HyperparameterKind.Momentum, state.Velocity, 1);

        Tensor update = AdvanceVelocity(state, gradient, coefficients);
        Tensor updates = decayed.Increase(velocities, coefficients.Momentum);
        forced.Force(updates, HyperparameterKind.Momentum, state.Velocity, 1);
        weights.Decrease(updates, coefficients.LearningRate);
        forced.Force(weights, HyperparameterKind.LearningRate, update, -1);
        state.Weights.Decrease(update, coefficients.LearningRate);
    }

    /// <inheritdoc/>
    public Tensor Direction(int step, InnerState state, PerKind<Coefficient> coefficients) => state.Velocity;

    void IUpdateRule.StepBack(
        int step, InnerState state, AdjointState adjoint, PerKind<Coefficient> coefficients, Func<Func<Tensor, Tensor>, (Tensor Gradient, Tensor Product)> evaluate, StoreDerivative store)
    {
        Tensor ofUpdate = adjoint.Weights.neg().Scale(coefficients.LearningRate);
        Tensor ofVelocity = adjoint.Velocity.Increase(ofUpdate, coefficients.Momentum);
        Tensor ofGradient = ofVelocity.Plus(ofUpdate);
        (Tensor gradient, Tensor product) = evaluate(_ => ofGradient);
        Tensor decayed = gradient.clone().Increase(state.Weights, coefficients.WeightDecay);
        Tensor next = state.Velocity.clone().Scale(coefficients.Momentum).Increase(decayed);
        Tensor update = decayed.Increase(next, coefficients.Momentum);
        store(HyperparameterKind.LearningRate, adjoint.Weights.neg(), update);
        store(HyperparameterKind.Momentum, cat([ofVelocity, ofUpdate]), cat([state.Velocity, next]));
        store(HyperparameterKind.WeightDecay, ofGradient, state.Weights);
        adjoint.Weights.Increase(ofGradient, coefficients.WeightDecay).Increase(product);
        ofVelocity.Scale(coefficients.Momentum);
    }

    /// <returns>u.</returns>
    private static Tensor AdvanceVelocity(InnerState state, Tensor gradient, PerKind<Coefficient> coefficients)
    {
        Tensor decayed = gradient.Increase(state.Weights, coefficients.WeightDecay);
        state.Velocity.Scale(coefficients.Momentum).Increase(decayed);
        return decayed.Increase(state.Velocity, coefficients.Momentum);
    }
}
