using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>The readable part of a checkpoint: whose it is, where the run was, and which tensors follow, in this order.</summary>
internal sealed record SnapshotHeader
{
    public required RunIdentity Run { get; init; }

    public required int Step { get; init; }

    public required double Cost { get; init; }

    public required bool WasAboveChance { get; init; }

    public required int InitialClasses { get; init; }

    public Evaluation? Reached { get; init; }

    /// <summary>Absent from checkpoints of earlier builds.</summary>
    public double? InitialLoss { get; init; }

    public required ImmutableArray<int> Updates { get; init; }

    public required ImmutableArray<SnapshotEntry> Tensors { get; init; }

    public static SnapshotHeader Of(RunIdentity run, RunSnapshot snapshot) => new()
    {
        Run = run,
        Step = snapshot.Step,
        Cost = snapshot.Cost,
        WasAboveChance = snapshot.WasAboveChance,
        InitialClasses = snapshot.InitialClasses,
        Reached = snapshot.Reached,
        InitialLoss = snapshot.InitialLoss,
        Updates = snapshot.Updates,
        Tensors = Entries(snapshot.Tensors),
    };

    /// <summary>Names, types and shapes in the order of names.</summary>
    public static ImmutableArray<SnapshotEntry> Entries(IReadOnlyDictionary<string, Tensor> tensors) =>
        [.. tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).Select(tensor => new SnapshotEntry(tensor.Key, tensor.Value.dtype, [.. tensor.Value.shape]))];

    public RunSnapshot With(IReadOnlyDictionary<string, Tensor> tensors) => new()
    {
        Step = Step,
        Cost = Cost,
        WasAboveChance = WasAboveChance,
        InitialClasses = InitialClasses,
        Reached = Reached,
        InitialLoss = InitialLoss,
        Updates = Updates,
        Tensors = tensors,
    };
}
