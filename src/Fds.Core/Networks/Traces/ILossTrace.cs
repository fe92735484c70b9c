using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>A loss L(y) at one mini-batch: its value, its gradient, and the rule by which tangents go through the gradient.</summary>
internal interface ILossTrace
{
    /// <summary>L, a scalar.</summary>
    Tensor Value { get; }

    /// <summary>∂L/∂y, of the shape of y, [B, ...].</summary>
    Tensor Gradient { get; }

    /// <summary>From the tangents of y, shape [B, k, ...], to those of ∂L/∂y.</summary>
    Tensor PushForward(Tensor tangents);
}
