namespace Fds.Contracts.Studies;

/// <summary>Skipping tangent updates to save time.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.PruningSpecification")]
public sealed record PruningSpecification
{
    /// <summary>Which steps are skipped.</summary>
    [Id(0)]
    public PruningMode Mode { get; init; } = PruningMode.None;

    /// <summary>r: share of the steps that is skipped, in [0, 1).</summary>
    [Id(1)]
    public double Ratio { get; init; } = 0;

    /// <summary>Whether it skips every inner step of windows of so many, at least 1: nothing could be learned then.</summary>
    public bool SkipsAll(int length) => Mode switch
    {
        PruningMode.Truncate => length - 1 < Ratio * length,
        PruningMode.Alternate => length == 1 && Ratio is > 0 and < 0.5,
        _ => false,
    };
}
