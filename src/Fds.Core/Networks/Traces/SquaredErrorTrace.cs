using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of the mean squared error L over N numbers y with targets t: ∂L/∂y = 2 (y − t)/N, and its tangent 2 ẏ/N.</summary>
internal sealed class SquaredErrorTrace : ILossTrace
{
    private readonly double slope;

    /// <summary>Evaluates it.</summary>
    /// <param name="outputs">y, shape [B, ...], as many numbers as targets.</param>
    /// <param name="targets">t, shape [B, D].</param>
    public SquaredErrorTrace(Tensor outputs, Tensor targets)
    {
        slope = 2.0 / targets.NumberOfElements;
        using Tensor expected = targets.reshape(outputs.shape);
        Value = nn.functional.mse_loss(outputs, expected);
        Gradient = (outputs - expected).Scale(slope);
    }

    public Tensor Value { get; }

    public Tensor Gradient { get; }

    public Tensor PushForward(Tensor tangents) => tangents.clone().Scale(slope);
}
