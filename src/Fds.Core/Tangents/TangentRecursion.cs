using Fds.Core.Runtime;
using Fds.Core.Schedules;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>The forward-mode recursion of one inner step, the same for every kind of hyperparameter but for its forcing term.</summary>
/// <remarks>
/// Micaelli and Storkey (2021), section 3, with the velocity's tangent carried explicitly:
/// <code>
/// C' = β C + M ⊙ (H Z) + ξ Z   (+ v_t for the momentum window in force, + θ_t for the weight-decay window in force)
/// Z' = Z − α C'                (− v_{t+1} for the learning-rate window in force)
/// </code>
/// </remarks>
public static class TangentRecursion
{
    /// <summary>Turns C into C' in place.</summary>
    /// <param name="selection">The rows to update; Z is still that of step t.</param>
    /// <param name="products">M ⊙ (H Z), clamped where that is asked for, shape [k, P].</param>
    /// <param name="coefficients">α, β, ξ of step t.</param>
    /// <param name="forced">For each kind, the row of <paramref name="selection"/> whose window is in force, or -1.</param>
    /// <param name="weights">θ_t, shape [P].</param>
    /// <param name="velocity">v_t, shape [P].</param>
    public static void AdvanceVelocity(
        TangentSelection selection, Tensor products, PerKind<double> coefficients, PerKind<int> forced, Tensor weights, Tensor velocity)
    {
        Tensor tangents = selection.VelocityTangents;
        tangents.Scale(coefficients.Momentum).Increase(products).Increase(selection.WeightTangents, coefficients.WeightDecay);
        Force(tangents, forced[HyperparameterKind.Momentum], velocity, 1);
        Force(tangents, forced[HyperparameterKind.WeightDecay], weights, 1);
    }

    /// <summary>Turns Z into Z' in place.</summary>
    /// <param name="selection">The rows to update; C is already that of step t + 1.</param>
    /// <param name="coefficients">α, β, ξ of step t.</param>
    /// <param name="forced">For each kind, the row whose window is in force, or -1.</param>
    /// <param name="nextVelocity">v_{t+1}, shape [P].</param>
    public static void AdvanceWeights(TangentSelection selection, PerKind<double> coefficients, PerKind<int> forced, Tensor nextVelocity)
    {
        Tensor tangents = selection.WeightTangents;
        tangents.Increase(selection.VelocityTangents, -coefficients.LearningRate);
        Force(tangents, forced[HyperparameterKind.LearningRate], nextVelocity, -1);
    }

    /// <summary>Adds the forcing term of a window that is in force to its row; nothing where there is none, row -1.</summary>
    internal static void Force(Tensor tangents, int row, Tensor term, double sign)
    {
        if (row >= 0)
        {
            tangents[row].Increase(term, sign);
        }
    }
}
