using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>
/// A whole set of examples on a device, from which batches are made there. It owns its tensors; they belong to no dispose scope and live
/// until <see cref="Dispose()"/>. Batches belong to the caller's scope.
/// </summary>
public abstract class DeviceExamples : IDisposable
{
    /// <summary>How many examples there are.</summary>
    public int Count { get; protected init; }

    /// <summary>Numbers of an example's input.</summary>
    public abstract long ExampleLength { get; }

    /// <summary>Bytes on the device.</summary>
    public abstract long Bytes { get; }

    /// <summary>Numbers that an evaluation of one example handles at a time, by which large ones are evaluated in smaller chunks.</summary>
    internal virtual long Footprint => ExampleLength;

    /// <summary>Inputs of a batch.</summary>
    /// <param name="indices">Which examples, int64, [B], on the device.</param>
    /// <param name="type">float32 or float64: the type of real numbers. Tokens are int64 whatever it is.</param>
    /// <returns>[B, …] on the device.</returns>
    /// <exception cref="ArgumentException">Another type.</exception>
    public abstract Tensor Inputs(Tensor indices, ScalarType type);

    /// <summary>A batch as by <see cref="Inputs(Tensor, ScalarType)"/>, augmented where the examples are images.</summary>
    /// <param name="indices">Which examples, int64, [B], on the device.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="options">What is done to them.</param>
    /// <param name="generator">A CPU generator; nothing is drawn from it where the options ask for nothing.</param>
    /// <returns>[B, …] on the device.</returns>
    public virtual Tensor Inputs(Tensor indices, ScalarType type, AugmentationOptions options, Generator generator) => Inputs(indices, type);

    /// <summary>Targets of a batch: classes, int64, of shape [B] or [B, T], or real numbers, of shape [B, D].</summary>
    /// <param name="indices">Which examples, int64, [B], on the device.</param>
    /// <param name="type">float32 or float64: the type of real numbers.</param>
    public abstract Tensor TargetsAt(Tensor indices, ScalarType type = ScalarType.Float64);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the tensors.</summary>
    protected abstract void Dispose(bool disposing);
}
