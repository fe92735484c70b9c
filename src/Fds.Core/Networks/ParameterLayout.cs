using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>Where each parameter lies in the flat weights θ, shape [P].</summary>
public sealed class ParameterLayout
{
    private readonly long[] offsets;
    private readonly long[][] shapes;

    internal ParameterLayout(IEnumerable<ParameterShape> shapes)
    {
        Shapes = [.. shapes];
        this.shapes = [.. Shapes.Select(shape => shape.Shape.ToArray())];
        offsets = new long[Shapes.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = Count;
            Count += Shapes[i].Count;
        }
    }

    /// <summary>The parameters in order.</summary>
    public ImmutableArray<ParameterShape> Shapes { get; }

    /// <summary>P: number of weights.</summary>
    public long Count { get; }

    /// <summary>Parameter <paramref name="index"/> as a view of the flat weights; gradients flow through it.</summary>
    public Tensor View(Tensor weights, int index) => weights.narrow(0, offsets[index], Shapes[index].Count).view(shapes[index]);

    /// <summary>Parameter <paramref name="index"/> in each of k rows, [k, P], as a view of shape [k, ...].</summary>
    public Tensor Views(Tensor rows, int index) => rows.narrow(1, offsets[index], Shapes[index].Count).unflatten(1, shapes[index]);
}
