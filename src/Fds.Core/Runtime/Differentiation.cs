using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Runtime;

/// <summary>
/// Derivatives by autograd. By <c>autograd.backward</c>, because TorchSharp's <c>autograd.grad</c> lets libtorch's exceptions through to the
/// runtime, which ends the process: one operation without a derivative, or a lack of memory, would take the whole silo with it.
/// </summary>
internal static class Differentiation
{
    /// <summary>The derivatives of a value by some leaves, in the caller's dispose scope; zeros for a leaf that it does not depend on.</summary>
    /// <param name="value">The value.</param>
    /// <param name="direction">What it is multiplied with; null: 1, for a scalar.</param>
    /// <param name="leaves">Leaves that require gradients and have none.</param>
    /// <param name="retain">Whether the value's graph is needed again.</param>
    /// <param name="differentiable">Whether the derivatives can be differentiated.</param>
    public static ImmutableArray<Tensor> Of(Tensor value, Tensor? direction, IList<Tensor> leaves, bool retain = false, bool differentiable = false)
    {
        try
        {
            autograd.backward([value], direction is null ? null : [direction], retain, differentiable, leaves);
            return [.. leaves.Select(leaf => leaf.grad ?? zeros_like(leaf))];
        }
        finally
        {
            // What is left there would be added to, and would keep its graph alive.
            foreach (Tensor leaf in leaves)
            {
                leaf.grad = null;
            }
        }
    }
}
