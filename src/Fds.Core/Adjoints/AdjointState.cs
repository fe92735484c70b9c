using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>p = ∂L_val/∂θ and q = ∂L_val/∂v of one moment of a run, shape [P] each. It owns both.</summary>
internal sealed class AdjointState : IDisposable
{
    /// <summary>p = q = 0, of the shape, type and device of the weights.</summary>
    public AdjointState(Tensor weights)
    {
        Weights = zeros_like(weights).DetachFromDisposeScope();
        Velocity = zeros_like(weights).DetachFromDisposeScope();
    }

    /// <summary>p.</summary>
    public Tensor Weights { get; }

    /// <summary>q.</summary>
    public Tensor Velocity { get; }

    /// <summary>Whether p is finite everywhere: q follows from it.</summary>
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
        Velocity.Dispose();
    }
}
