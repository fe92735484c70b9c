using System.Collections.Immutable;

namespace Fds.Core.Datasets.Arrays;

/// <summary>An array in a file, as its header describes it.</summary>
/// <param name="Place">The file and the array in it, for complaints.</param>
/// <param name="Type">Type of its numbers.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Content">Its bytes, as many as shape and type say.</param>
internal sealed record StoredArray(string Place, ElementType Type, ImmutableArray<long> Shape, Func<long, byte[]> Content)
{
    /// <summary>Reads its numbers.</summary>
    /// <exception cref="DatasetException">It is too large, it has no examples, or its file is cut off.</exception>
    public NumberArray Read(LoadLimits limits)
    {
        if (Shape.IsEmpty || Shape.Any(side => side <= 0))
        {
            throw new DatasetException(Place, "an array with at least one example", $"one of shape [{string.Join(", ", Shape)}]");
        }

        Int128 numbers = Shape.Aggregate((Int128)1, (product, side) => product > Array.MaxLength ? product : product * side);
        if (numbers * Type.Bytes > Array.MaxLength)
        {
            throw new DatasetException(Place, $"an array of at most {Array.MaxLength} bytes", $"one of shape [{string.Join(", ", Shape)}], which has {numbers * Type.Bytes}");
        }

        limits.RequireOf(Place, (long)numbers, Type.Bytes + Type.Beside, "numbers");
        return new(Type.Read(Content((long)numbers * Type.Bytes)), Shape);
    }
}
