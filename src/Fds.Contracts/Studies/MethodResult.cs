using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What one method of a study found, at what cost, and the runs that show it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.MethodResult")]
public sealed record MethodResult
{
    /// <summary>The method.</summary>
    [Id(0)]
    public required StudyMethod Method { get; init; }

    /// <summary>The study that ran it.</summary>
    [Id(1)]
    public required string Study { get; init; }

    /// <summary>How that stands or ended.</summary>
    [Id(2)]
    public required StudyState State { get; init; }

    /// <summary>Why it failed or stopped early.</summary>
    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>Lowest validation loss of any outer step or trial; null before there is one.</summary>
    [Id(4)]
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy of the same outer step or trial.</summary>
    [Id(5)]
    public double? ValidationAccuracy { get; init; }

    /// <summary>The loss that naming every class with its share of the training set gives there; null where there are no classes.</summary>
    [Id(160)]
    public double? PriorLoss { get; init; }

    /// <summary>The schedule that is retrained: of fds the one after the last update, of the others the one with the lowest validation loss.</summary>
    [Id(6)]
    public KindMap<ImmutableArray<double>>? Schedule { get; init; }

    /// <summary>Spent on learning.</summary>
    [Id(7)]
    public required MethodCost Cost { get; init; }

    /// <summary>Every validation result, in the order of what had been spent.</summary>
    [Id(8)]
    public ImmutableArray<MethodEvaluation> Curve { get; init; } = [];

    /// <summary>Every trial; empty for fds.</summary>
    [Id(9)]
    public ImmutableArray<TrialRecord> Trials { get; init; } = [];

    /// <summary>Every retraining run with that schedule, and for fds with its best one.</summary>
    [Id(10)]
    public ImmutableArray<RetrainRecord> Retrainings { get; init; } = [];
}
