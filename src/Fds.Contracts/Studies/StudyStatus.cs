using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>A study as it stands: what describe, watch and the live view show.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyStatus")]
public sealed record StudyStatus
{
    /// <summary>Name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>State.</summary>
    [Id(1)]
    public required StudyState State { get; init; }

    /// <summary>Phase.</summary>
    [Id(2)]
    public required StudyPhase Phase { get; init; }

    /// <summary>Why it failed, was cancelled or stopped early; why it waits.</summary>
    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>Outer step under way, from 0; equal to <see cref="OuterSteps"/> when all are done.</summary>
    [Id(4)]
    public required int OuterStep { get; init; }

    /// <summary>Outer steps at most.</summary>
    [Id(5)]
    public required int OuterSteps { get; init; }

    /// <summary>When it was submitted.</summary>
    [Id(6)]
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When its stored state last changed.</summary>
    [Id(7)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Every window of every kind as it stands, learned or not.</summary>
    [Id(8)]
    public required ImmutableArray<HyperparameterReading> Hyperparameters { get; init; }

    /// <summary>Readings of the last completed outer step; empty before the first.</summary>
    [Id(9)]
    public ImmutableArray<HyperparameterReading> LastStep { get; init; } = [];

    /// <summary>Work of the current step or of the retraining.</summary>
    [Id(10)]
    public ImmutableArray<ReplicaStatus> Replicas { get; init; } = [];

    /// <summary>Outer step with the lowest mean validation loss so far, among those in which the fewest replicas diverged or collapsed.</summary>
    [Id(11)]
    public int? BestOuterStep { get; init; }

    /// <summary>Its mean validation accuracy, or that of the best trial, in [0, 1].</summary>
    [Id(12)]
    public double? BestValidationAccuracy { get; init; }

    /// <summary>Mean validation accuracy of the last completed outer step.</summary>
    [Id(13)]
    public double? LastValidationAccuracy { get; init; }

    /// <summary>Mean test accuracy after retraining with the learned schedule; null also where the task has none.</summary>
    [Id(14)]
    public double? TestAccuracy { get; init; }

    /// <summary>Mean test loss after retraining with the learned schedule.</summary>
    [Id(315)]
    public double? TestLoss { get; init; }

    /// <summary>Cost so far in gradient steps.</summary>
    [Id(15)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Estimated time left; null while not known.</summary>
    [Id(16)]
    public TimeSpan? EstimatedRemaining { get; init; }

    /// <summary>Sequence number of the last stored event.</summary>
    [Id(17)]
    public long Sequence { get; init; } = 0;

    /// <summary>The members of its population; empty where it has none.</summary>
    [Id(40)]
    public ImmutableArray<MemberStatus> Members { get; init; } = [];

    /// <summary>The methods it runs.</summary>
    [Id(50)]
    public ImmutableArray<StudyMethod> Methods { get; init; } = [StudyMethod.Fds];

    /// <summary>Trials in; for methods that try one schedule or run after another.</summary>
    [Id(51)]
    public int Trials { get; init; } = 0;

    /// <summary>Most trials; null where only the budget bounds them.</summary>
    [Id(52)]
    public int? MostTrials { get; init; }

    /// <summary>Its validation loss.</summary>
    [Id(53)]
    public double? BestValidationLoss { get; init; }

    /// <summary>Spent on learning so far, without retraining.</summary>
    [Id(54)]
    public MethodCost Learning { get; init; } = new();

    /// <summary>How its hypergradients are computed; null where it computes none.</summary>
    [Id(150)]
    public HypergradientComputation? Hypergradients { get; init; }

    /// <summary>What was read of its data; null before a run has read them, and where there are none.</summary>
    [Id(170)]
    public DataSummary? Data { get; init; }

    /// <summary>Runs of a study that measures and learns nothing; null for one that learns.</summary>
    [Id(60)]
    public int? FluctuationRuns { get; init; }
}
