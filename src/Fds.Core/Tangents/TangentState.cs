using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>Z = ∂θ/∂λ and C = ∂v/∂λ: two blocks of shape [K, P], one row per column in <see cref="ColumnLayout.Rows"/> order, both 0 at first.</summary>
/// <remarks>Micaelli and Storkey (2021), section 3. It owns both blocks and never anything else.</remarks>
public sealed class TangentState : IDisposable
{
    /// <summary>Zero tangents.</summary>
    public TangentState(int columns, long weights, ScalarType type, Device device)
    {
        WeightTangents = zeros([columns, weights], type, device).DetachFromDisposeScope();
        VelocityTangents = zeros([columns, weights], type, device).DetachFromDisposeScope();
    }

    /// <summary>Z, shape [K, P].</summary>
    public Tensor WeightTangents { get; }

    /// <summary>C, shape [K, P].</summary>
    public Tensor VelocityTangents { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        WeightTangents.Dispose();
        VelocityTangents.Dispose();
    }
}
