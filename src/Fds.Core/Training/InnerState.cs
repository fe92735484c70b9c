using System.Collections.Immutable;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Tangents;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What the inner loop carries from step to step: θ, v, Z, C and how often each kind's tangents were updated. It owns its tensors.</summary>
public sealed class InnerState : IDisposable
{
    private const string WeightsName = "weights";
    private const string VelocityName = "velocity";
    private const string WeightTangentsName = "tangents.weight";
    private const string VelocityTangentsName = "tangents.velocity";

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

    /// <summary>What of it goes into a checkpoint, beside <see cref="Updates"/>.</summary>
    internal IEnumerable<KeyValuePair<string, Tensor>> Capture() =>
    [
        new(WeightsName, Weights), new(VelocityName, Velocity), new(WeightTangentsName, Tangents.WeightTangents), new(VelocityTangentsName, Tangents.VelocityTangents),
    ];

    /// <summary>Takes over what a checkpoint holds.</summary>
    internal void Restore(RunSnapshot snapshot)
    {
        Weights.copy_(snapshot.Tensors[WeightsName]);
        Velocity.copy_(snapshot.Tensors[VelocityName]);
        Tangents.WeightTangents.copy_(snapshot.Tensors[WeightTangentsName]);
        Tangents.VelocityTangents.copy_(snapshot.Tensors[VelocityTangentsName]);
        snapshot.Updates.CopyTo(updates);
    }

    internal void CountUpdate(Schedules.HyperparameterKind kind) => updates[(int)kind]++;
}
