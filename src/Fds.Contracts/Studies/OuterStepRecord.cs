using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>One completed outer step.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.OuterStepRecord")]
public sealed record OuterStepRecord
{
    /// <summary>Outer step, from 0.</summary>
    [Id(0)]
    public required int Index { get; init; }

    /// <summary>T: horizon in inner steps.</summary>
    [Id(1)]
    public required int InnerSteps { get; init; }

    /// <summary>Every learned window.</summary>
    [Id(2)]
    public required ImmutableArray<HyperparameterReading> Readings { get; init; }

    /// <summary>The schedules the step used.</summary>
    [Id(3)]
    public required KindMap<ImmutableArray<double>> Schedule { get; init; }

    /// <summary>Replicas whose hypergradients were averaged.</summary>
    [Id(4)]
    public required int Contributing { get; init; }

    /// <summary>Every replica’s end.</summary>
    [Id(5)]
    public required ImmutableArray<ReplicaStatus> Replicas { get; init; }

    /// <summary>Mean over the contributing replicas.</summary>
    [Id(6)]
    public required double ValidationLoss { get; init; }

    /// <summary>Mean over the contributing replicas, in [0, 1].</summary>
    [Id(7)]
    public required double ValidationAccuracy { get; init; }

    /// <summary>Cost of this step in gradient steps, all replicas and attempts that reported.</summary>
    [Id(8)]
    public required double GradientSteps { get; init; }

    /// <summary>Wall-clock time of this step.</summary>
    [Id(9)]
    public required double Seconds { get; init; }

    /// <summary>Spent on learning by the end of this step.</summary>
    [Id(50)]
    public MethodCost Spent { get; init; } = new();

    /// <summary>What the contributing replicas measured on the way, as means over them.</summary>
    [Id(190)]
    public RunMeasurements Measurements { get; init; } = new();

    /// <summary>The hypergradients of single inner steps, mean over the contributing replicas; null in forward mode, and of all but the latest outer steps.</summary>
    [Id(150)]
    public KindMap<ImmutableArray<double>>? Sensitivity { get; init; }

    /// <summary>The loss that naming every class with its share of the training set gives on the validation splits, mean over the contributing replicas; null where there are no classes.</summary>
    [Id(160)]
    public double? PriorLoss { get; init; }

    /// <summary>Length of every contributing replica's hypergradient on the values' scales, by which its influence is bounded; empty where it is not.</summary>
    [Id(180)]
    public ImmutableArray<double> Lengths { get; init; } = [];

    /// <summary>Validation loss of every contributing replica, in their order.</summary>
    [Id(181)]
    public ImmutableArray<double> Losses { get; init; } = [];

    /// <summary>Why the learning rates were lowered instead of following the hypergradients; null where they were not.</summary>
    [Id(182)]
    public string? Unstable { get; init; }
}
