namespace Fds.Contracts.Studies;

/// <summary>Cutout augmentation: a square of zeros at a random place (DeVries and Taylor, 2017).</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.CutoutSpecification")]
public sealed record CutoutSpecification
{
    /// <summary>Side of the square in pixels; 0 is off.</summary>
    [Id(0)]
    public int Length { get; init; } = 0;

    /// <summary>Share of the images it is applied to, in [0, 1].</summary>
    [Id(1)]
    public double Probability { get; init; } = 0;
}
