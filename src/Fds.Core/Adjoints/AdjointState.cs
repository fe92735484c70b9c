using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>p = ∂L_val/∂θ and q = ∂L_val/∂v, one q for each moment of the gradient, at one time of a run, shape [P] each. It owns them.</summary>
internal sealed class AdjointState : IDisposable
{
    /// <summary>All 0, of the shape, type and device of the weights.</summary>
    public AdjointState(Tensor weights, int moments)
    {
        Weights = zeros_like(weights).DetachFromDisposeScope();
        Moments = [.. Enumerable.Range(0, moments).Select(_ => zeros_like(weights).DetachFromDisposeScope())];
    }

    /// <summary>p.</summary>
    public Tensor Weights { get; }

    /// <summary>q of each moment.</summary>
    public ImmutableArray<Tensor> Moments { get; }

    /// <summary>q of v, the first of <see cref="Moments"/>.</summary>
    public Tensor Velocity => Moments[0];

    /// <summary>Whether p is finite everywhere: the rest follows from it.</summary>
    public bool IsFinite
    {
        get
        {
            using DisposeScope scope = NewDisposeScope();
            return Weights.isfinite().all().item<bool>();
        }
    }

    public void Dispose()
    {
        Weights.Dispose();
        foreach (Tensor moment in Moments)
        {
            moment.Dispose();
        }
    }
}
