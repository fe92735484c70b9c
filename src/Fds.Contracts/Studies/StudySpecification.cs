using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>A study as validated: everything the cluster needs to run it. Defaults are filled in.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudySpecification")]
public sealed record StudySpecification
{
    /// <summary>DNS label, at most 63 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Data.</summary>
    [Id(1)]
    public required DataSpecification Data { get; init; }

    /// <summary>Network.</summary>
    [Id(2)]
    public required ModelSpecification Model { get; init; }

    /// <summary>Inner problem.</summary>
    [Id(3)]
    public required InnerSpecification Inner { get; init; }

    /// <summary>Schedules.</summary>
    [Id(4)]
    public required KindMap<HyperparameterSpecification> Hyperparameters { get; init; }

    /// <summary>Outer loop.</summary>
    [Id(5)]
    public required OuterSpecification Outer { get; init; }

    /// <summary>Replicas.</summary>
    [Id(6)]
    public SeedsSpecification Seeds { get; init; } = new();

    /// <summary>Methods to run.</summary>
    [Id(7)]
    public ImmutableArray<StudyMethod> Methods { get; init; } = [StudyMethod.Fds];

    /// <summary>Retraining.</summary>
    [Id(8)]
    public RetrainSpecification Retrain { get; init; } = new();

    /// <summary>Devices.</summary>
    [Id(9)]
    public ResourcesSpecification Resources { get; init; } = new();

    /// <summary>Limits.</summary>
    [Id(10)]
    public BudgetSpecification Budget { get; init; } = new();

    /// <summary>Members.</summary>
    [Id(40)]
    public PopulationSpecification Population { get; init; } = new();

    /// <summary>Black-box methods.</summary>
    [Id(50)]
    public SearchSpecification Search { get; init; } = new();

    /// <summary>Greedy methods.</summary>
    [Id(51)]
    public GreedySpecification Greedy { get; init; } = new();

    /// <summary>What it measures instead of learning; null: it learns.</summary>
    [Id(60)]
    public FluctuationSpecification? Fluctuation { get; init; }

    /// <summary>Groups of parameters that have schedules of their own; empty: all parameters share every schedule.</summary>
    [Id(200)]
    public ImmutableArray<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Runs of one outer step, or of the measurement.</summary>
    public int Replicas => Fluctuation?.Runs ?? Seeds.Count;

    /// <summary>The method of a study that runs one; the methods of one that compares several are studies of their own.</summary>
    public StudyMethod Method => Methods[0];

    /// <summary>Whether the schedule that its method found is chosen among several on fresh seeds.</summary>
    public bool Confirms => Search.Confirm.Seeds > 0 && (Method == StudyMethod.Fds ? Outer.Rule == OuterRule.Adam : !Method.IsGreedy() && Search.Confirm.OfSearches);

    /// <summary>The kinds that it has, in the order of values and columns.</summary>
    public ImmutableArray<HyperparameterKind> Kinds => Hyperparameters.Kinds;

    /// <summary>Whether fds finds by trying where it begins to learn.</summary>
    public bool FindsStart => Kinds.Any(kind => Hyperparameters[kind].Auto);

    /// <summary>Whether it compares several methods.</summary>
    public bool Compares => Methods.Length > 1;
}
