using System.Collections.Immutable;
using Fds.Core.Tangents;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What the inner loop carries from step to step: θ, the gradient's moments, their tangents, how often each kind's tangents were updated, and what was clamped. It owns its tensors.</summary>
public sealed class InnerState : IDisposable
{
    /// <summary>What a snapshot calls θ.</summary>
    internal const string WeightsName = "weights";

    private const string WeightTangentsName = "tangents.weight";

    private readonly int[] updates = new int[Schedules.PerKind.Count];

    /// <summary>The state before the first step: given weights, and all else 0.</summary>
    /// <param name="weights">θ_0, shape [P]; copied.</param>
    /// <param name="columns">K: number of tangent columns.</param>
    /// <param name="rule">The update rule, which says how many moments there are; null: SGD.</param>
    public InnerState(Tensor weights, int columns, IUpdateRule? rule = null)
    {
        int moments = (rule ?? SgdRule.Instance).Moments;
        Weights = weights.detach().clone().DetachFromDisposeScope();
        Moments = [.. Enumerable.Range(0, moments).Select(_ => zeros_like(Weights).DetachFromDisposeScope())];
        Tangents = new TangentState(columns, moments, weights.NumberOfElements, weights.dtype, weights.device);
        Clamps = new ClampTally(columns, weights.NumberOfElements, weights.device);
    }

    /// <summary>θ, shape [P].</summary>
    public Tensor Weights { get; }

    /// <summary>The moments of the gradient that the update rule carries, shape [P] each: v; or m and u.</summary>
    public ImmutableArray<Tensor> Moments { get; }

    /// <summary>v, the first of <see cref="Moments"/>.</summary>
    public Tensor Velocity => Moments[0];

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
        foreach (Tensor moment in Moments)
        {
            moment.Dispose();
        }

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
            .. Moments.Select((moment, i) => KeyValuePair.Create(MomentName(i), moment)),
            new(WeightTangentsName, Tangents.WeightTangents),
            .. Tangents.MomentTangents.Select((tangents, i) => KeyValuePair.Create($"tangents.{MomentName(i)}", tangents)),
            .. Clamps.Capture(),
            .. others,
        ]),
    };

    /// <summary>Takes over what a checkpoint holds.</summary>
    internal void Restore(RunSnapshot snapshot)
    {
        Weights.copy_(snapshot.Tensors[WeightsName]);
        Tangents.WeightTangents.copy_(snapshot.Tensors[WeightTangentsName]);
        for (int i = 0; i < Moments.Length; i++)
        {
            Moments[i].copy_(snapshot.Tensors[MomentName(i)]);
            Tangents.MomentTangents[i].copy_(snapshot.Tensors[$"tangents.{MomentName(i)}"]);
        }

        Clamps.Restore(snapshot);
        snapshot.Updates.CopyTo(updates);
        Cost = snapshot.Cost;
    }

    /// <summary>What a snapshot calls a moment: its place is its order, less one.</summary>
    internal static string MomentName(int place) => place == 0 ? "velocity" : FormattableString.Invariant($"moment{place + 1}");

    internal void CountUpdate(Schedules.HyperparameterKind kind) => updates[(int)kind]++;
}
