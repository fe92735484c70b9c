using System.Collections.Immutable;
using Fds.Core.Adjoints;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>
/// How an inner step makes weights and moments of a gradient: forward, with tangents beside it, and backward. An optimiser of the inner
/// problem is one class behind this interface.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Its name, as study files and fingerprints of runs have it.</summary>
    string Name { get; }

    /// <summary>The hyperparameters that it has, in column order.</summary>
    ImmutableArray<HyperparameterKind> Kinds { get; }

    /// <summary>Number of moments of the gradient that it carries beside the weights, each of shape [P] and 0 before the first step.</summary>
    int Moments { get; }

    /// <summary>Takes one step in place.</summary>
    /// <param name="step">t, counted from 0.</param>
    /// <param name="state">θ_t and the moments, which become those of t + 1.</param>
    /// <param name="gradient">g_t, clamped where that is asked for, shape [P]. May be overwritten.</param>
    /// <param name="coefficients">The hyperparameters of the step.</param>
    void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients);

    /// <summary>Takes one step in place, with the tangents of some columns.</summary>
    /// <param name="step">t, counted from 0.</param>
    /// <param name="state">θ_t and the moments, which become those of t + 1.</param>
    /// <param name="gradient">g_t, clamped where that is asked for, shape [P]. May be overwritten.</param>
    /// <param name="coefficients">The hyperparameters of the step.</param>
    /// <param name="selection">Z_t and C_t of the columns to update, which become those of t + 1, shape [k, P] each.</param>
    /// <param name="products">The tangents of g_t, shape [k, P]: M ⊙ (H Z), and what the loss's own hyperparameters add in their rows. May be overwritten.</param>
    /// <param name="forced">The rows whose windows are in force.</param>
    void Advance(int step, InnerState state, Tensor gradient, PerKind<Coefficient> coefficients, TangentSelection selection, Tensor products, ForcedRows forced);

    /// <summary>What the last step took from the weights for each unit of the learning rate, weight decay left out, shape [P], in the caller's dispose scope or the state's own. For hypergradient descent.</summary>
    /// <param name="step">The last step.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="coefficients">Its hyperparameters.</param>
    Tensor Direction(int step, InnerState state, PerKind<Coefficient> coefficients);

    /// <summary>Walks back over one step in place.</summary>
    /// <param name="step">t, counted from 0.</param>
    /// <param name="state">θ_t and the moments. They are not changed.</param>
    /// <param name="adjoint">The derivatives by the state of t + 1, which become those by that of t.</param>
    /// <param name="coefficients">The hyperparameters of the step.</param>
    /// <param name="evaluate">From a function that makes the derivative by the clamped g_t of that gradient, shape [P] both, to the clamped g_t and the Hessian product that the derivative leads to. Asked once.</param>
    /// <param name="store">Takes a kind and two tensors whose product is the derivative by that kind's coefficient at this step. Asked once for each of the rule's own kinds.</param>
    internal void StepBack(
        int step, InnerState state, AdjointState adjoint, PerKind<Coefficient> coefficients, Func<Func<Tensor, Tensor>, (Tensor Gradient, Tensor Product)> evaluate, StoreDerivative store);
}
