using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Contracts.Catalogue;

/// <summary>One line of the list of studies.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudySummary")]
public sealed record StudySummary
{
    /// <summary>Name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>State.</summary>
    [Id(1)]
    public required StudyState State { get; init; }

    /// <summary>Outer steps done.</summary>
    [Id(2)]
    public required int OuterStep { get; init; }

    /// <summary>Outer steps at most.</summary>
    [Id(3)]
    public required int OuterSteps { get; init; }

    /// <summary>Mean validation accuracy of the best outer step or trial so far, in [0, 1].</summary>
    [Id(4)]
    public double? BestValidationAccuracy { get; init; }

    /// <summary>Mean test accuracy after retraining.</summary>
    [Id(5)]
    public double? TestAccuracy { get; init; }

    /// <summary>Mean validation loss of the best outer step or trial so far.</summary>
    [Id(316)]
    public double? BestValidationLoss { get; init; }

    /// <summary>Mean test loss after retraining.</summary>
    [Id(317)]
    public double? TestLoss { get; init; }

    /// <summary>When it was submitted.</summary>
    [Id(6)]
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When its state last changed.</summary>
    [Id(7)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The methods it runs.</summary>
    [Id(50)]
    public ImmutableArray<StudyMethod> Methods { get; init; } = [StudyMethod.Fds];

    /// <summary>Trials in; for methods that try one schedule or run after another.</summary>
    [Id(51)]
    public int Trials { get; init; } = 0;

    /// <summary>Runs of a study that measures and learns nothing; null for one that learns.</summary>
    [Id(60)]
    public int? FluctuationRuns { get; init; }
}
