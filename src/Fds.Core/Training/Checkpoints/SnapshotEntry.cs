using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>One tensor of a checkpoint.</summary>
internal sealed record SnapshotEntry(string Name, ScalarType Type, ImmutableArray<long> Shape)
{
    /// <summary>Bytes of its elements in the file.</summary>
    public long Bytes => Shape.Aggregate(1L, (product, length) => checked(product * length)) * Width;

    private int Width => Type switch
    {
        ScalarType.Byte => 1,
        ScalarType.Float32 => 4,
        ScalarType.Float64 or ScalarType.Int64 => 8,
        _ => throw new CheckpointException($"Expected tensors of bytes, int64, float32 or float64, but got {Type} for {Name}."),
    };

    public bool Fits(SnapshotEntry other) => Name == other.Name && Type == other.Type && Shape.SequenceEqual(other.Shape);

    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
