using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>
/// A whole set of images on a device, one byte per pixel, from which normalised batches are made there. It owns its tensors;
/// they belong to no dispose scope and live until <see cref="Dispose"/>. Batches belong to the caller's scope.
/// </summary>
public sealed class DeviceImages : DeviceExamples
{
    /// <summary>Bytes of pixels that lie in host memory and on the device at once while a large set is moved there.</summary>
    internal const long MostOnTheWay = 1 << 30;

    private readonly Tensor pixels;
    private readonly Normalisation normalisation;
    private readonly (Tensor Mean, Tensor Deviation) inSingle;
    private readonly (Tensor Mean, Tensor Deviation) inDouble;

    /// <summary>Copies images and labels to the device: N × C × H × W + 8 N bytes there.</summary>
    /// <param name="images">The images.</param>
    /// <param name="normalisation">How batches of them are normalised.</param>
    /// <param name="device">The device.</param>
    /// <param name="releasePixels">Whether the pixels' host memory is given up on the way, so that they are never there twice.</param>
    /// <exception cref="ArgumentException">The arrays' lengths or the normalisation do not agree with the images' shape.</exception>
    public DeviceImages(LabelledImages images, Normalisation normalisation, Device device, bool releasePixels = false)
    {
        Check(images, normalisation);
        Count = images.Count;
        this.normalisation = normalisation;
        using var scope = NewDisposeScope();
        pixels = scope.Detach(empty([images.Count, images.Channels, images.Height, images.Width], ScalarType.Byte, device));
        Copy(images.Pixels, releasePixels);
        Labels = scope.Detach(tensor(images.Labels, dtype: ScalarType.Byte, device: device).to_type(ScalarType.Int64));
        inSingle = Constants(normalisation, ScalarType.Float32, device);
        inDouble = Constants(normalisation, ScalarType.Float64, device);
        scope.Detach(inSingle.Mean, inSingle.Deviation);
        scope.Detach(inDouble.Mean, inDouble.Deviation);
        CardMemory.Here.Hold(device, Bytes);
    }

    /// <summary>C × H × W: values of an image.</summary>
    public override long ExampleLength => pixels.shape[1] * pixels.shape[2] * pixels.shape[3];

    /// <summary>Bytes on the device: those of the pixels, and eight for every label.</summary>
    public override long Bytes => Count * (ExampleLength + sizeof(long));

    /// <summary>All labels, int64, [N], on the device. Owned by this object.</summary>
    public Tensor Labels { get; }

    /// <summary>A batch: (pixel/255 − mean) / standard deviation, computed in its type.</summary>
    /// <param name="indices">Which images, int64, [B], on the device.</param>
    /// <param name="type">float32 or float64.</param>
    /// <returns>[B, C, H, W] on the device.</returns>
    /// <exception cref="ArgumentException">Another type.</exception>
    public override Tensor Inputs(Tensor indices, ScalarType type)
    {
        (Tensor mean, Tensor deviation) = type switch
        {
            ScalarType.Float32 => inSingle,
            ScalarType.Float64 => inDouble,
            _ => throw new ArgumentException($"Expected float32 or float64 but got {type}.", nameof(type)),
        };
        using var scope = NewDisposeScope();
        return pixels.index_select(0, indices).to_type(type).div_(255.Kept()).sub_(mean).div_(deviation).MoveToOuterDisposeScope();
    }

    /// <summary>A batch as by <see cref="Inputs(Tensor, ScalarType)"/>, then augmented by <see cref="Augmentation.Apply"/>.</summary>
    /// <param name="indices">Which images, int64, [B], on the device.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="options">What is done to them.</param>
    /// <param name="generator">A CPU generator; nothing is drawn from it where the options ask for nothing.</param>
    /// <returns>[B, C, H, W] on the device.</returns>
    public override Tensor Inputs(Tensor indices, ScalarType type, AugmentationOptions options, Generator generator)
    {
        using var scope = NewDisposeScope();
        Tensor images = Inputs(indices, type);
        return (options.Any ? Augmentation.Apply(images, options, generator, normalisation) : images).MoveToOuterDisposeScope();
    }

    /// <summary>The labels of a batch: int64, [B].</summary>
    public override Tensor TargetsAt(Tensor indices, ScalarType type = ScalarType.Float64) => Labels.index_select(0, indices);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!pixels.IsInvalid)
        {
            CardMemory.Here.Hold(pixels.device, -Bytes);
        }

        foreach (Tensor owned in new[] { pixels, Labels, inSingle.Mean, inSingle.Deviation, inDouble.Mean, inDouble.Deviation })
        {
            owned.Dispose();
        }
    }

    private void Copy(PixelBlocks from, bool release)
    {
        long released = 0;
        for (int block = 0; block < from.BlockCount; block++)
        {
            using var scope = NewDisposeScope();
            byte[] bytes = from.Block(block);
            long count = bytes.Length / from.ImageLength;
            pixels.narrow(0, from.First(block), count).copy_(tensor(bytes, [count, .. pixels.shape[1..]], dtype: ScalarType.Byte, device: CPU));
            if (release)
            {
                from.Release(block);
                released += bytes.Length;
            }

            if (released >= MostOnTheWay)
            {
                // Unreferenced arrays keep their memory until they are collected, and the collector does not see libtorch's memory.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                released = 0;
            }
        }
    }

    private static (Tensor Mean, Tensor Deviation) Constants(Normalisation normalisation, ScalarType type, Device device)
    {
        long[] shape = [1, normalisation.Mean.Length, 1, 1];
        return (tensor([.. normalisation.Mean], shape, dtype: type, device: device),
            tensor([.. normalisation.StandardDeviation], shape, dtype: type, device: device));
    }

    private static void Check(LabelledImages images, Normalisation normalisation)
    {
        if (images.Pixels.Count != images.Count || images.Pixels.ImageLength != images.ImageLength || images.Labels.Length != images.Count)
        {
            throw new ArgumentException(
                $"Expected {images.Count} images of {images.ImageLength} bytes with a label each, but got {images.Pixels.Count} of {images.Pixels.ImageLength} bytes and {images.Labels.Length} labels.",
                nameof(images));
        }

        if (normalisation.Mean.Length != images.Channels || normalisation.StandardDeviation.Length != images.Channels)
        {
            throw new ArgumentException(
                $"Expected a mean and a standard deviation for each of {images.Channels} channels but got {normalisation.Mean.Length} and {normalisation.StandardDeviation.Length}.",
                nameof(normalisation));
        }
    }
}
