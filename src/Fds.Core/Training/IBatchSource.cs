using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The mini-batches of a run, in order.</summary>
public interface IBatchSource
{
    /// <summary>
    /// Inputs, e.g. images, shape [B, C, H, W], and targets, e.g. classes, shape [B], of an inner step, on the device, in the caller's dispose scope.
    /// Steps are asked for once each, in rising order.
    /// </summary>
    (Tensor Images, Tensor Labels) Next(int step);

    /// <summary>The tensors for a checkpoint at any step boundary, by name. In the caller's dispose scope.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> Capture() => [];

    /// <summary>Takes over what a checkpoint holds.</summary>
    void Restore(RunSnapshot snapshot)
    {
    }

    /// <summary>The state from which the batches from an inner step on can be drawn again. Null if a batch depends on its step alone.</summary>
    /// <param name="step">The step that is asked for next.</param>
    BatchMark? MarkAt(int step) => null;

    /// <summary>Goes back to before a step, of which <see cref="MarkAt"/> gave the mark: steps are asked for in rising order from there.</summary>
    void ReturnTo(int step, BatchMark? mark)
    {
    }
}
