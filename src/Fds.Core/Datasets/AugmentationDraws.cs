using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Datasets;

/// <summary>One batch's random numbers, each int64 of shape [B, 1] on the images' device.</summary>
/// <param name="RowShift">Rows the crop lies below the image's top, from −padding to padding.</param>
/// <param name="ColumnShift">Columns the crop lies right of the image's left edge, from −padding to padding.</param>
/// <param name="Flip">1 where the image is mirrored, else 0.</param>
/// <param name="CutRow">Row of the cutout's centre, from 0 to H − 1.</param>
/// <param name="CutColumn">Column of the cutout's centre, from 0 to W − 1.</param>
/// <param name="Cut">1 where the image gets a cutout, else 0.</param>
internal sealed record AugmentationDraws(Tensor RowShift, Tensor ColumnShift, Tensor Flip, Tensor CutRow, Tensor CutColumn, Tensor Cut)
{
    /// <summary>Draws on the CPU, so that one seed gives one result on every device, and moves all numbers in one transfer.</summary>
    public static AugmentationDraws Draw(long batch, long height, long width, AugmentationOptions options, Generator generator, Device device)
    {
        using var scope = NewDisposeScope();
        Tensor all = stack(
            [
                Uniform(-options.CropPadding, options.CropPadding, batch, generator),
                Uniform(-options.CropPadding, options.CropPadding, batch, generator),
                Chance(options.Flip ? 0.5 : 0, batch, generator),
                options.CutsOut ? Uniform(0, height - 1, batch, generator) : Zeros(batch),
                options.CutsOut ? Uniform(0, width - 1, batch, generator) : Zeros(batch),
                Chance(options.CutsOut ? options.CutoutProbability : 0, batch, generator),
            ],
            0).To(device).unsqueeze(2);
        Tensor[] rows = all.unbind(0);
        scope.MoveToOuter(rows);
        return new AugmentationDraws(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5]);
    }

    /// <summary>Whole numbers from low to high, both included; draws nothing where there is no choice.</summary>
    private static Tensor Uniform(long low, long high, long batch, Generator generator) =>
        low == high ? full(batch, low.Kept(), dtype: ScalarType.Int64, device: CPU) : randint(low, high + 1, [batch], dtype: ScalarType.Int64, device: CPU, generator: generator);

    private static Tensor Chance(double probability, long batch, Generator generator) =>
        probability > 0 ? rand(batch, dtype: ScalarType.Float64, device: CPU, generator: generator).lt(probability.Kept()).to_type(ScalarType.Int64) : Zeros(batch);

    private static Tensor Zeros(long batch) => zeros(batch, dtype: ScalarType.Int64, device: CPU);
}
