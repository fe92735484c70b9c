namespace Fds.Core.Datasets;

/// <summary>Random changes of training images.</summary>
/// <param name="CropPadding">Black pixels added on each side before a random crop to the original size; 0 is off.</param>
/// <param name="Flip">Whether each image is mirrored left to right with probability ½.</param>
/// <param name="CutoutLength">Side of the square that is set to 0 after normalisation, in pixels; 0 is off.</param>
/// <param name="CutoutProbability">Share of the images that get such a square, in [0, 1].</param>
public sealed record AugmentationOptions(int CropPadding, bool Flip, int CutoutLength, double CutoutProbability)
{
    /// <summary>Images stay as they are.</summary>
    public static AugmentationOptions None { get; } = new(0, false, 0, 0);

    /// <summary>Whether anything is changed at all.</summary>
    public bool Any => CropPadding > 0 || Flip || CutsOut;

    /// <summary>Whether squares are cut out.</summary>
    internal bool CutsOut => CutoutLength > 0 && CutoutProbability > 0;
}
