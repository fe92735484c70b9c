using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>Divides a training set at random into images to train on and images to validate on.</summary>
public static class ValidationSplit
{
    /// <summary>How many images are split off: n = ⌊fraction · count⌋.</summary>
    /// <param name="count">Images in the training set.</param>
    /// <param name="fraction">Share that is split off, in (0, 1).</param>
    public static int SizeOf(int count, double fraction) => (int)(fraction * count);

    /// <summary>Draws a split.</summary>
    /// <param name="count">Images in the training set.</param>
    /// <param name="fraction">Share that is split off, in (0, 1).</param>
    /// <param name="generator">A CPU generator; the split is a function of its state.</param>
    /// <returns>Two CPU tensors of int64 in random order that share no index: count − n of training and n = ⌊fraction · count⌋ of validation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1), or leaves nothing to train or to validate on.</exception>
    public static (Tensor Training, Tensor Validation) Draw(int count, double fraction, Generator generator)
    {
        int validation = SizeOf(count, fraction);
        if (!(fraction > 0 && fraction < 1) || validation < 1 || validation >= count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, $"Expected a validation fraction in (0, 1) that leaves images on both sides of {count}.");
        }

        using var scope = NewDisposeScope();
        Tensor order = randperm(count, dtype: ScalarType.Int64, device: CPU, generator: generator);
        return scope.MoveToOuter(order[TensorIndex.Slice(validation)].clone(), order[TensorIndex.Slice(0, validation)].clone());
    }
}
