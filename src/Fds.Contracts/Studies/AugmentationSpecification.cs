namespace Fds.Contracts.Studies;

/// <summary>Random changes of training images; validation and test images are never changed.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.AugmentationSpecification")]
public sealed record AugmentationSpecification
{
    /// <summary>Zero pixels added on each side before a random crop to the original size; 0 is off.</summary>
    [Id(0)]
    public int CropPadding { get; init; } = 0;

    /// <summary>Whether images are mirrored left to right with probability ½.</summary>
    [Id(1)]
    public bool Flip { get; init; } = false;

    /// <summary>Cutout.</summary>
    [Id(2)]
    public CutoutSpecification Cutout { get; init; } = new();
}
