using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Trials;

/// <summary>The trial with the lowest validation loss so far, and the schedules that led to it.</summary>
[GenerateSerializer]
[Alias("fds.Incumbent")]
internal sealed record Incumbent
{
    /// <summary>Trial.</summary>
    [Id(0)]
    public required int Trial { get; init; }

    /// <summary>Its validation loss.</summary>
    [Id(1)]
    public required double Loss { get; init; }

    /// <summary>Its validation accuracy.</summary>
    [Id(2)]
    public required double Accuracy { get; init; }

    /// <summary>The schedules.</summary>
    [Id(3)]
    public required KindMap<ImmutableArray<double>> Schedule { get; init; }

    /// <summary>The loss of always predicting the class frequencies on the same examples; null if there are no classes.</summary>
    [Id(4)]
    public double? PriorLoss { get; init; }
}
