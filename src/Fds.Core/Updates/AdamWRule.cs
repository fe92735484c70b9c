using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), in the form that PyTorch has.</summary>
/// <remarks>
/// With n = t + 1, the number of the step counted from 1:
/// <code>
/// m' = β₁ m + (1 − β₁) g     u' = β₂ u + (1 − β₂) g²     m̂ = m' / (1 − β₁ⁿ)     û = u' / (1 − β₂ⁿ)     s = √û
/// d = m̂ / (s + ε)     θ' = θ − α (d + ξ θ)
/// </code>
/// As in PyTorch, Optax and Keras, the correction of the bias has the step's own β to the power n, and not the product of all β so far: where
/// β changes over the run these differ, and a schedule is to mean the same here and there.
/// <para/>
/// Forward, with G = M ⊙ (H Z), A and B the tangents of m and u, and the forcing terms of the windows in force in brackets:
/// <code>
/// A' = β₁ A + (1 − β₁) G (+ m − g)     B' = β₂ B + 2 (1 − β₂) g ⊙ G (+ u − g²)
/// Â = A' / (1 − β₁ⁿ) (+ m̂ c₁)     B̂ = B' / (1 − β₂ⁿ) (+ û c₂)     c = n βⁿ⁻¹ / (1 − βⁿ)
/// D = (Â − d ⊙ B̂ / 2s) / (s + ε)     Z' = (1 − α ξ) Z − α D (− d − ξ θ for α) (− α θ for ξ)
/// </code>
/// Backward, with p, a and b the derivatives by θ', m' and u':
/// <code>
/// δm̂ = −α p / (s + ε)     δû = −d ⊙ δm̂ / 2s     a += δm̂ / (1 − β₁ⁿ)     b += δû / (1 − β₂ⁿ)
/// ∂L/∂α = −p·(d + ξ θ)     ∂L/∂ξ = −α p·θ     ∂L/∂β₁ = a·(m − g) + c₁ δm̂·m̂     ∂L/∂β₂ = b·(u − g²) + c₂ δû·û
/// p ← (1 − α ξ) p + H (M ⊙ [(1 − β₁) a + 2 (1 − β₂) b ⊙ g])     a ← β₁ a     b ← β₂ b
/// </code>
/// Where s = 0 the gradient was 0 at all steps so far; √û has no derivative there, and 1/2s counts as 0.
/// </remarks>
public sealed class AdamWRule : IUpdateRule
{
    /// <summary>ε, added to s: PyTorch's default.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>The rule. It holds no state.</summary>
    public static AdamWRule Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "adamw";

    /// <inheritdoc/>
    public ImmutableArray<HyperparameterKind> Kinds => PerKind.OfAdam;

    /// <inheritdoc/>
    public int Moments => 2;

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients)
    {
        AdvanceMoments(state.Moments[0], state.Moments[1], gradient, coefficients);
        Tensor update = Estimate.Of(step, state.Moments[0], state.Moments[1], coefficients).Direction.Increase(state.Weights, coefficients.WeightDecay);
        state.Weights.Decrease(update, coefficients.LearningRate);
    }

    /// <inheritdoc/>
    public void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients, TangentSelection selection, Tensor products, ForcedRows forced)
    {
        (Coefficient beta1, Coefficient beta2) = (coefficients.Beta1, coefficients.Beta2);
        Tensor ofMean = selection.MomentTangents[0];
        Tensor ofSquare = selection.MomentTangents[1];
        Tensor weights = selection.WeightTangents;
        ofMean.Scale(beta1).Increase(products, beta1.OneMinus());
        forced.Force(ofMean, HyperparameterKind.Beta1, state.Moments[0], 1);
        forced.Force(ofMean, HyperparameterKind.Beta1, gradient, -1);
        ofSquare.Scale(beta2).Increase(products.mul_(gradient).Scale(2), beta2.OneMinus());
        forced.Force(ofSquare, HyperparameterKind.Beta2, state.Moments[1], 1);
        forced.Force(ofSquare, HyperparameterKind.Beta2, gradient.square(), -1);

        AdvanceMoments(state.Moments[0], state.Moments[1], gradient, coefficients);
        Estimate estimate = Estimate.Of(step, state.Moments[0], state.Moments[1], coefficients);
        Tensor ofRoot = ofSquare.clone().Divide(beta2.BiasLeft(step));
        forced.Force(ofRoot, HyperparameterKind.Beta2, estimate.Square.clone().Scale(beta2.BiasSlope(step)), 1);
        Tensor updates = ofMean.clone().Divide(beta1.BiasLeft(step));
        forced.Force(updates, HyperparameterKind.Beta1, estimate.Mean.clone().Scale(beta1.BiasSlope(step)), 1);
        updates.DecreaseByProduct(estimate.ToRoot(ofRoot), estimate.Direction).div_(estimate.Denominator);
        updates.Increase(weights, coefficients.WeightDecay);
        forced.Force(updates, HyperparameterKind.WeightDecay, state.Weights, 1);

        Tensor update = estimate.Direction.Increase(state.Weights, coefficients.WeightDecay);
        weights.Decrease(updates, coefficients.LearningRate);
        forced.Force(weights, HyperparameterKind.LearningRate, update, -1);
        state.Weights.Decrease(update, coefficients.LearningRate);
    }

    /// <inheritdoc/>
    public Tensor Direction(int step, InnerState state, PerKind<Coefficient> coefficients) => Estimate.Of(step, state.Moments[0], state.Moments[1], coefficients).Direction;

    void IUpdateRule.StepBack(
        int step, InnerState state, AdjointState adjoint, PerKind<Coefficient> coefficients, Func<Func<Tensor, Tensor>, (Tensor Gradient, Tensor Product)> evaluate, StoreDerivative store)
    {
        (Coefficient beta1, Coefficient beta2) = (coefficients.Beta1, coefficients.Beta2);
        Tensor ofWeights = adjoint.Weights;
        Tensor ofMean = adjoint.Moments[0];
        Tensor ofSquare = adjoint.Moments[1];
        Tensor Derivative(Tensor gradient)
        {
            Tensor mean = state.Moments[0].clone();
            Tensor square = state.Moments[1].clone();
            AdvanceMoments(mean, square, gradient, coefficients);
            Estimate estimate = Estimate.Of(step, mean, square, coefficients);
            Tensor ofEstimate = ofWeights.neg().Scale(coefficients.LearningRate).div_(estimate.Denominator);
            Tensor ofSquareEstimate = estimate.ToRoot(ofEstimate.mul(estimate.Direction).neg_());
            ofMean.Increase(ofEstimate.clone().Divide(beta1.BiasLeft(step)));
            ofSquare.Increase(ofSquareEstimate.clone().Divide(beta2.BiasLeft(step)));

            Tensor negative = ofWeights.neg();
            store(HyperparameterKind.WeightDecay, negative.clone().Scale(coefficients.LearningRate), state.Weights);
            store(HyperparameterKind.Beta1, cat([ofMean, ofEstimate]), cat([state.Moments[0] - gradient, estimate.Mean.Scale(beta1.BiasSlope(step))]));
            store(HyperparameterKind.Beta2, cat([ofSquare, ofSquareEstimate]), cat([state.Moments[1] - gradient.square(), estimate.Square.Scale(beta2.BiasSlope(step))]));
            store(HyperparameterKind.LearningRate, negative, estimate.Direction.Increase(state.Weights, coefficients.WeightDecay));
            return ofMean.clone().Scale(beta1.OneMinus()).Increase(ofSquare.mul(gradient).Scale(2), beta2.OneMinus());
        }

        (Tensor _, Tensor product) = evaluate(Derivative);
        Tensor decayed = ofWeights.clone().Scale(coefficients.LearningRate).Scale(coefficients.WeightDecay);
        ofWeights.Increase(decayed, -1).Increase(product);
        ofMean.Scale(beta1);
        ofSquare.Scale(beta2);
    }

    private static void AdvanceMoments(Tensor mean, Tensor square, Tensor gradient, PerKind<Coefficient> coefficients)
    {
        mean.Scale(coefficients.Beta1).Increase(gradient, coefficients.Beta1.OneMinus());
        square.Scale(coefficients.Beta2).Increase(gradient.square(), coefficients.Beta2.OneMinus());
    }

    /// <summary>What the moments after a step are estimates of, all of shape [P].</summary>
    /// <param name="Mean">m̂.</param>
    /// <param name="Square">û.</param>
    /// <param name="Root">s.</param>
    /// <param name="Denominator">s + ε.</param>
    /// <param name="Direction">d.</param>
    private sealed record Estimate(Tensor Mean, Tensor Square, Tensor Root, Tensor Denominator, Tensor Direction)
    {
        public static Estimate Of(int step, Tensor mean, Tensor square, PerKind<Coefficient> coefficients)
        {
            Tensor debiasedMean = mean.clone().Divide(coefficients.Beta1.BiasLeft(step));
            Tensor debiasedSquare = square.clone().Divide(coefficients.Beta2.BiasLeft(step));
            Tensor root = debiasedSquare.sqrt();
            Tensor denominator = root.clone().Increase(Epsilon);
            return new(debiasedMean, debiasedSquare, root, denominator, debiasedMean.div(denominator));
        }

        /// <summary>x ← x / 2s, and 0 where s = 0; x has shape [P] or [k, P].</summary>
        public Tensor ToRoot(Tensor x) => x.div_(Root).Scale(0.5).KeepWhere(Root.ne(0.Kept()));
    }
}
