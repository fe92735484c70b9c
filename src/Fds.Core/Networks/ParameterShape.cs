using System.Collections.Immutable;

namespace Fds.Core.Networks;

/// <summary>One parameter tensor of a network: its name, such as <c>Conv2d.weight</c>, its role and its shape.</summary>
/// <param name="Name">Layer type and parameter, as the reference implementation names them.</param>
/// <param name="Role">What it is, which decides how it is initialised.</param>
/// <param name="Shape">Dense: [out, in]; convolution: [out, in, height, width]; table: [rows, width]; vectors: [n].</param>
/// <param name="FanIn">Inputs of one unit of the layer it belongs to.</param>
public sealed record ParameterShape(string Name, ParameterRole Role, ImmutableArray<long> Shape, long FanIn)
{
    /// <summary>Whether the name is the parameter's own, as a user's module and a gpt have it, and not that of its layer's type.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What the scheme's gain is multiplied with when it is drawn.</summary>
    public double GainFactor { get; init; } = 1;

    /// <summary>Number of elements.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, size) => product * size);
}
