using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// One layer y = f(x, w) at one mini-batch: its value, and the rules by which tangents go through it forward and, beside the
/// gradient, back. The passes come in this order: the value when the trace is made, <see cref="Backward"/> once, then for every
/// chunk of k columns <see cref="PushForward"/> and <see cref="PullBack"/>.
/// </summary>
/// <remarks>
/// A tangent of a value of shape [B, ...] has shape [B, k, ...]: both [B·k, ...], for products with what all columns share, and
/// [B, k·C, ...], for products with what each column has of its own, are views of it. What a pass returns lies in memory as the values do and
/// belongs to the caller: a rectifier works in place on its input, every other layer only reads its input.
/// </remarks>
internal interface ILayerTrace
{
    /// <summary>y, shape [B, ...].</summary>
    Activation Output { get; }

    /// <summary>Number of values per column that the layer keeps from its forward pass to its backward pass.</summary>
    long ElementsPerColumn { get; }

    /// <summary>From ∂L/∂y, shape [B, ...], to ∂L/∂x, on the way storing ∂L/∂w; null where x is data.</summary>
    Tensor? Backward(Tensor gradient);

    /// <summary>From the tangents of x, shape [B, k, ...], null where x is data, to those of y; null where y is data.</summary>
    Tensor? PushForward(Tensor? tangents);

    /// <summary>From the tangents of ∂L/∂y, shape [B, k, ...], to those of ∂L/∂x, on the way storing those of ∂L/∂w; null where x is data.</summary>
    Tensor? PullBack(Tensor tangents);
}
