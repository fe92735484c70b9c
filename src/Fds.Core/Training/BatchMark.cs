using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Where the draws of mini-batches are before an inner step. It owns both tensors.</summary>
/// <param name="Order">State of the generator of orders before the epoch of the step was shuffled, bytes.</param>
/// <param name="Augmentation">State of the generator of augmentation before the step, bytes.</param>
public sealed record BatchMark(Tensor Order, Tensor Augmentation) : IDisposable
{
    /// <summary>A mark of copies or aliases, which it takes out of their dispose scope.</summary>
    internal static BatchMark Of(Tensor order, Tensor augmentation) => new(order.DetachFromDisposeScope(), augmentation.DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        Order.Dispose();
        Augmentation.Dispose();
    }
}
