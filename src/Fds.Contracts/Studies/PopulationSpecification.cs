namespace Fds.Contracts.Studies;

/// <summary>Several outer loops side by side, of which the best is kept.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.PopulationSpecification")]
public sealed record PopulationSpecification
{
    /// <summary>Number of members, 1 to 64; 1: the study is its own only one.</summary>
    [Id(0)]
    public int Members { get; init; } = 1;

    /// <summary>How they differ.</summary>
    [Id(1)]
    public PopulationStart Start { get; init; } = PopulationStart.Divide;

    /// <summary>After how many outer steps the worst member is replaced by a perturbed copy of the best, again and again; null: never.</summary>
    [Id(2)]
    public int? ReplaceEvery { get; init; }

    /// <summary>The copy's values are those of the best times 1 ± this, within their ranges, in (0, 1).</summary>
    [Id(3)]
    public double Perturbation { get; init; } = 0.2;
}
