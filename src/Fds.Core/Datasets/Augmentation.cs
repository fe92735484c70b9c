using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>Random crop, flip and cutout of a whole batch at once, on the batch's device.</summary>
/// <remarks>Crop and flip as customary for CIFAR; cutout after DeVries and Taylor, 2017 (arXiv 1708.04552).</remarks>
public static class Augmentation
{
    /// <summary>Applies <paramref name="options"/> to every image with draws of its own.</summary>
    /// <param name="images">Normalised images, [B, C, H, W], floating point, on any device. Not changed.</param>
    /// <param name="options">
    /// What is done. A cutout of length L around (y, x), drawn uniformly from the image, sets rows [y − L/2, y + L/2) and columns
    /// [x − L/2, x + L/2), cut at the border, to 0; L/2 is rounded down, so an odd length acts as the even one below it.
    /// </param>
    /// <param name="generator">A CPU generator; the result is a function of its state, whatever the device.</param>
    /// <param name="normalisation">How the images were normalised: what a crop adds at the border is what became of black pixels.</param>
    /// <returns>A new tensor of the shape, type and device of <paramref name="images"/>.</returns>
    /// <exception cref="ArgumentException">The images are not four-dimensional, or the generator is not on the CPU.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Tensor Apply(Tensor images, AugmentationOptions options, Generator generator, Normalisation normalisation)
    {
        Check(images, options, generator, normalisation);
        using var scope = NewDisposeScope();
        AugmentationDraws draws = AugmentationDraws.Draw(images.shape[0], images.shape[2], images.shape[3], options, generator, images.device);
        Tensor result = images;
        if (options.CropPadding > 0 || options.Flip)
        {
            result = CropAndFlip(result, draws, Black(normalisation, images));
        }

        if (options.CutsOut)
        {
            result = CutOut(result, draws, options.CutoutLength / 2);
        }

        return (ReferenceEquals(result, images) ? images.clone() : result).MoveToOuterDisposeScope();
    }

    /// <summary>Pixel (i, j) of the result is pixel (i + rowShift, ±j + columnShift) of the image, or black outside it.</summary>
    private static Tensor CropAndFlip(Tensor images, AugmentationDraws draws, Tensor black)
    {
        (long count, long channels, long height, long width) = (images.shape[0], images.shape[1], images.shape[2], images.shape[3]);
        Tensor columns = arange(width.Kept(), dtype: ScalarType.Int64, device: images.device).unsqueeze(0);
        // The flip is of the cropped image, so it comes before the shift.
        columns = where(draws.Flip.to_type(ScalarType.Bool), columns.flip(1), columns).Plus(draws.ColumnShift);
        Tensor rows = arange(height.Kept(), dtype: ScalarType.Int64, device: images.device).unsqueeze(0).Plus(draws.RowShift);

        Tensor inside = Within(rows, 0, height).unsqueeze(2).logical_and(Within(columns, 0, width).unsqueeze(1));
        Tensor pixel = rows.clamp(0.Kept(), (height - 1).Kept()).mul(width.Kept()).unsqueeze(2).Plus(columns.clamp(0.Kept(), (width - 1).Kept()).unsqueeze(1));
        Tensor gathered = images.reshape(count, channels, height * width)
            .gather(2, pixel.view(count, 1, height * width).expand(count, channels, height * width))
            .view(count, channels, height, width);
        return where(inside.unsqueeze(1), gathered, black);
    }

    private static Tensor CutOut(Tensor images, AugmentationDraws draws, long half)
    {
        Tensor rows = arange(images.shape[2].Kept(), dtype: ScalarType.Int64, device: images.device).unsqueeze(0) - draws.CutRow;
        Tensor columns = arange(images.shape[3].Kept(), dtype: ScalarType.Int64, device: images.device).unsqueeze(0) - draws.CutColumn;
        Tensor square = Within(rows, -half, half).unsqueeze(2)
            .logical_and(Within(columns, -half, half).unsqueeze(1))
            .logical_and(draws.Cut.to_type(ScalarType.Bool).unsqueeze(2));
        return images.masked_fill(square.unsqueeze(1), 0.Kept());
    }

    private static Tensor Within(Tensor values, long low, long high) => values.ge(low.Kept()).logical_and(values.lt(high.Kept()));

    /// <summary>What a zero pixel became by normalisation, by the same operations that <see cref="DeviceImages"/> uses: [1, C, 1, 1].</summary>
    private static Tensor Black(Normalisation normalisation, Tensor images)
    {
        long[] shape = [1, normalisation.Mean.Length, 1, 1];
        Tensor mean = tensor([.. normalisation.Mean], shape, dtype: images.dtype, device: CPU);
        Tensor deviation = tensor([.. normalisation.StandardDeviation], shape, dtype: images.dtype, device: CPU);
        return zeros_like(mean).sub_(mean).div_(deviation).To(images.device);
    }

    private static void Check(Tensor images, AugmentationOptions options, Generator generator, Normalisation normalisation)
    {
        if (images.dim() != 4 || images.shape[1] != normalisation.Mean.Length)
        {
            throw new ArgumentException(
                $"Expected images of shape [B, {normalisation.Mean.Length}, H, W] but got [{string.Join(", ", images.shape)}].", nameof(images));
        }

        if (generator.device.type != TorchSharp.DeviceType.CPU)
        {
            throw new ArgumentException($"Expected a generator on the CPU but got one on {generator.device}.", nameof(generator));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.CropPadding);
        ArgumentOutOfRangeException.ThrowIfNegative(options.CutoutLength);
        if (!(options.CutoutProbability >= 0 && options.CutoutProbability <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.CutoutProbability, "Expected a cutout probability in [0, 1].");
        }
    }
}
