using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What the inner loop carries from step to step: θ, v, Z, C, how often each kind's tangents were updated, and what was clamped. It owns its tensors.</summary>
public sealed class InnerState : IDisposable
{
    /// <summary>What a snapshot calls θ.</summary>
    internal const string WeightsName = "weights";

    private const string VelocityName = "velocity";
    private const string WeightTangentsName = "tangents.weight";
    private const string VelocityTangentsName = "tangents.velocity";

    private readonly int[] updates = new int[Schedules.PerKind.Kinds.Length];

    /// <summary>The state before the first step: given weights, v = 0, Z = C = 0.</summary>
    /// <param name="weights">θ_0, shape [P]; copied.</param>
    /// <param name="columns">K: number of tangent columns.</param>
    public InnerState(Tensor weights, int columns)
    {
        Weights = weights.detach().clone().DetachFromDisposeScope();
        Velocity = zeros_like(Weights).DetachFromDisposeScope();
        Tangents = new TangentState(columns, weights.NumberOfElements, weights.dtype, weights.device);
        Clamps = new ClampTally(columns, weights.NumberOfElements, weights.device);
    }

    /// <summary>θ, shape [P].</summary>
    public Tensor Weights { get; }

    /// <summary>v, shape [P].</summary>
    public Tensor Velocity { get; }

    /// <summary>Z and C.</summary>
    public TangentState Tangents { get; }

    /// <summary>How much the clamps held back.</summary>
    public ClampTally Clamps { get; }

    /// <summary>For each kind, the number of inner steps on which its tangents were updated.</summary>
    public ImmutableArray<int> Updates => [.. updates];

    /// <summary>Cost so far in gradient steps; whoever takes the steps counts it.</summary>
    public double Cost { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights.Dispose();
        Velocity.Dispose();
        Tangents.Dispose();
        Clamps.Dispose();
    }

    /// <summary>The state before an inner step, for a checkpoint.</summary>
    /// <param name="step">The step.</param>
    /// <param name="others">What else the run carries, by name.</param>
    internal RunSnapshot Capture(int step, IEnumerable<KeyValuePair<string, Tensor>> others) => new()
    {
        Step = step,
        Cost = Cost,
        Updates = Updates,
        Tensors = new Dictionary<string, Tensor>(
        [
            new(WeightsName, Weights),
            new(VelocityName, Velocity),
            new(WeightTangentsName, Tangents.WeightTangents),
            new(VelocityTangentsName, Tangents.VelocityTangents),
            .. Clamps.Capture(),
            .. others,
        ]),
    };

    /// <summary>Takes over what a checkpoint holds.</summary>
    internal void Restore(RunSnapshot snapshot)
    {
        Weights.copy_(snapshot.Tensors[WeightsName]);
        Velocity.copy_(snapshot.Tensors[VelocityName]);
        Tangents.WeightTangents.copy_(snapshot.Tensors[WeightTangentsName]);
        Tangents.VelocityTangents.copy_(snapshot.Tensors[VelocityTangentsName]);
        Clamps.Restore(snapshot);
        snapshot.Updates.CopyTo(updates);
        Cost = snapshot.Cost;
    }

    internal void CountUpdate(Schedules.HyperparameterKind kind) => updates[(int)kind]++;
}
