using Fds.Core.Adjoints;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>
/// How an inner step makes weights and velocity of a gradient: forward, with tangents beside it, and backward. An optimiser of the inner
/// problem is one class behind this interface.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Its name, as study files and fingerprints of runs have it.</summary>
    string Name { get; }

    /// <summary>Takes one step in place.</summary>
    /// <param name="state">θ_t and v_t, which become those of t + 1.</param>
    /// <param name="gradient">g_t, clamped where that is asked for, shape [P]. May be overwritten.</param>
    /// <param name="coefficients">α, β and ξ of the step.</param>
    void Advance(InnerState state, Tensor gradient, PerKind<Coefficient> coefficients);

    /// <summary>Takes one step in place, with the tangents of some columns.</summary>
    /// <param name="state">θ_t and v_t, which become those of t + 1.</param>
    /// <param name="gradient">g_t, clamped where that is asked for, shape [P]. May be overwritten.</param>
    /// <param name="coefficients">α, β and ξ of the step.</param>
    /// <param name="selection">Z_t and C_t of the columns to update, which become those of t + 1, shape [k, P] each.</param>
    /// <param name="products">M ⊙ (H Z), shape [k, P]. May be overwritten.</param>
    /// <param name="forced">The rows whose windows are in force.</param>
    void Advance(InnerState state, Tensor gradient, PerKind<Coefficient> coefficients, TangentSelection selection, Tensor products, ForcedRows forced);

    /// <summary>Walks back over one step in place.</summary>
    /// <param name="state">θ_t and v_t. They are not changed.</param>
    /// <param name="adjoint">p and q of t + 1, which become those of t.</param>
    /// <param name="coefficients">α, β and ξ of the step.</param>
    /// <param name="evaluate">From the derivative by g_t, shape [P], to the clamped g_t and the Hessian product that the derivative leads to. Asked once.</param>
    /// <param name="store">Takes a kind and two tensors whose product is the derivative by that kind's coefficient at this step. Asked once for each kind.</param>
    internal void StepBack(InnerState state, AdjointState adjoint, PerKind<Coefficient> coefficients, Func<Tensor, (Tensor Gradient, Tensor Product)> evaluate, StoreDerivative store);
}
