using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>A layer y = x∗w + b that is linear in its input and in its weight: dense or convolution.</summary>
internal interface IBilinear
{
    /// <summary>x∗w + b: input [N, C, ...], weight [O, C, ...], bias [O] or null, to [N, O, ...].</summary>
    Tensor Product(Tensor input, Tensor weight, Tensor? bias);

    /// <summary>Its transpose with respect to the input: gradient [N, O, ...], weight [O, C, ...], to [N, C, ...] of an input of the given shape.</summary>
    Tensor Transposed(Tensor gradient, Tensor weight, ReadOnlySpan<long> input);
}
