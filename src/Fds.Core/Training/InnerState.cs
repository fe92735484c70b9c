using System.Collections.Immutable;
using Fds.Core.Tangents;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What the inner loop carries from step to step: θ, v, Z, C and how often each kind's tangents were updated. It owns its tensors.</summary>
public sealed class InnerState : IDisposable
{
    private readonly int[] updates = new int[Schedules.HyperparameterSchedules.Kinds.Count];

    /// <summary>The state before the first step: given weights, v = 0, Z = C = 0.</summary>
    /// <param name="weights">θ_0, shape [P]; copied.</param>
    /// <param name="columns">K: number of tangent columns.</param>
    public InnerState(Tensor weights, int columns)
    {
        Weights = weights.detach().clone().DetachFromDisposeScope();
        Velocity = zeros_like(Weights).DetachFromDisposeScope();
        Tangents = new TangentState(columns, weights.NumberOfElements, weights.dtype, weights.device);
    }

    /// <summary>θ, shape [P].</summary>
    public Tensor Weights { get; }

    /// <summary>v, shape [P].</summary>
    public Tensor Velocity { get; }

    /// <summary>Z and C.</summary>
    public TangentState Tangents { get; }

    /// <summary>For each kind, the number of inner steps on which its tangents were updated.</summary>
    public ImmutableArray<int> Updates => [.. updates];

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.Dispose();
        Velocity.Dispose();
        Tangents.Dispose();
    }

    internal void CountUpdate(Schedules.HyperparameterKind kind) => updates[(int)kind]++;
}
