namespace Fds.Contracts.Studies;

/// <summary>How the black-box methods search.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.SearchSpecification")]
public sealed record SearchSpecification
{
    /// <summary>Most trials of each method; null: until the budget is used up.</summary>
    [Id(0)]
    public int? Trials { get; init; }

    /// <summary>What each black-box method may spend, as a multiple of what learning with fds cost in this study; null: not bounded by that.</summary>
    [Id(1)]
    public double? CostFactor { get; init; }

    /// <summary>R: parts that the cost of a whole run is divided into for methods that try short runs first.</summary>
    [Id(2)]
    public int MaximumResource { get; init; } = 27;

    /// <summary>The cheapest run they try, in those parts.</summary>
    [Id(3)]
    public int MinimumResource { get; init; } = 1;

    /// <summary>η: one in so many short runs is worth a run that costs so many times as much.</summary>
    [Id(4)]
    public int ReductionFactor { get; init; } = 3;

    /// <summary>Members of pbt's population.</summary>
    [Id(5)]
    public int Population { get; init; } = 8;

    /// <summary>Choosing among the best by fresh runs.</summary>
    [Id(6)]
    public ConfirmSpecification Confirm { get; init; } = new();

    /// <summary>What is searched.</summary>
    [Id(200)]
    public SearchSpaceKind Space { get; init; } = SearchSpaceKind.Windows;

    /// <summary>Whether a trial that is promoted goes on from where its short run ended; false: it is trained from scratch.</summary>
    [Id(260)]
    public bool Resume { get; init; }
}
