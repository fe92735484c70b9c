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
        Names = [.. UniqueNames(Shapes)];
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

    /// <summary>
    /// A name for each parameter by which a study's groups call it: the layers numbered by their type from 1, in the parameters' order, e.g.
    /// <c>conv1.weight</c>, <c>norm2.bias</c>, <c>dense3.weight</c>. A gpt and a user's own module have names of their own.
    /// </summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>P: number of weights.</summary>
    public long Count { get; }

    /// <summary>Where parameter <paramref name="index"/> begins in the flat weights.</summary>
    internal long OffsetOf(int index) => offsets[index];

    /// <summary>Parameter <paramref name="index"/> as a view of the flat weights; gradients flow through it.</summary>
    public Tensor View(Tensor weights, int index) => weights.narrow(0, offsets[index], Shapes[index].Count).view(shapes[index]);

    /// <summary>Parameter <paramref name="index"/> in each of k rows, [k, P], as a view of shape [k, ...].</summary>
    public Tensor Views(Tensor rows, int index) => rows.narrow(1, offsets[index], Shapes[index].Count).unflatten(1, shapes[index]);

    private static IEnumerable<string> UniqueNames(IEnumerable<ParameterShape> shapes)
    {
        Dictionary<string, int> layers = [];
        foreach (ParameterShape shape in shapes)
        {
            if (shape.IsWhole)
            {
                yield return shape.Name;
                continue;
            }

            string[] parts = shape.Name.Split('.');
            string layer = parts[0] switch { "Conv2d" => "conv", "Linear" => "dense", "BatchNorm2d" => "norm", var other => other };
            bool begins = shape.Role is ParameterRole.Weight or ParameterRole.NormalisationScale;
            layers[layer] = layers.GetValueOrDefault(layer) + (begins ? 1 : 0);
            yield return $"{layer}{layers[layer]}.{parts[1]}";
        }
    }
}
