using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Tangents;

/// <summary>Z = ∂θ/∂λ and C = ∂v/∂λ, one C for each moment: blocks of shape [K, P], one row per column in <see cref="ColumnLayout.Rows"/> order, all 0 at first.</summary>
/// <remarks>Micaelli and Storkey (2021), section 3. It owns the blocks and never anything else.</remarks>
public sealed class TangentState : IDisposable
{
    /// <summary>Zero tangents.</summary>
    /// <param name="columns">K.</param>
    /// <param name="moments">Number of moments.</param>
    /// <param name="weights">P.</param>
    /// <param name="type">Of the weights.</param>
    /// <param name="device">Where the run is.</param>
    public TangentState(int columns, int moments, long weights, ScalarType type, Device device)
    {
        WeightTangents = zeros([columns, weights], type, device).DetachFromDisposeScope();
        MomentTangents = [.. Enumerable.Range(0, moments).Select(_ => zeros([columns, weights], type, device).DetachFromDisposeScope())];
    }

    /// <summary>Z, shape [K, P].</summary>
    public Tensor WeightTangents { get; }

    /// <summary>C of each moment, shape [K, P].</summary>
    public ImmutableArray<Tensor> MomentTangents { get; }

    /// <summary>C of v, the first of <see cref="MomentTangents"/>.</summary>
    public Tensor VelocityTangents => MomentTangents[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        WeightTangents.Dispose();
        foreach (Tensor tangents in MomentTangents)
        {
            tangents.Dispose();
        }
    }
}
