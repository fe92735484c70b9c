using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The mini-batches of a run, in order.</summary>
public interface IBatchSource
{
    /// <summary>
    /// Images, shape [B, C, H, W], and labels, shape [B], of an inner step, on the device, in the caller's dispose scope.
    /// Steps are asked for once each, in rising order.
    /// </summary>
    (Tensor Images, Tensor Labels) Next(int step);
}
