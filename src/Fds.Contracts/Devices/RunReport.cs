using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Contracts.Devices;

/// <summary>A device’s final word on a run.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.RunReport")]
public sealed record RunReport
{
    /// <summary>Which work.</summary>
    [Id(0)]
    public required WorkKey Key { get; init; }

    /// <summary>Which attempt and run.</summary>
    [Id(1)]
    public required Fence Fence { get; init; }

    /// <summary>Device key, silo/ordinal.</summary>
    [Id(2)]
    public required string Device { get; init; }

    /// <summary>Silo address, parsable.</summary>
    [Id(3)]
    public required string Silo { get; init; }

    /// <summary>How it ended.</summary>
    [Id(4)]
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why, where it did not complete.</summary>
    [Id(5)]
    public string? Reason { get; init; }

    /// <summary>ĥ per learned window, kinds in their order; empty for retraining, trials and where the run did not complete.</summary>
    [Id(6)]
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    /// <summary>Mean loss: on the validation split, or on the test set for retraining.</summary>
    [Id(7)]
    public double Loss { get; init; } = double.NaN;

    /// <summary>In [0, 1], on the same data; NaN where the task has none.</summary>
    [Id(8)]
    public double Accuracy { get; init; } = double.NaN;

    /// <summary>Whether that loss is lower than <see cref="PriorLoss"/>, on the validation split.</summary>
    [Id(9)]
    public bool AboveChance { get; init; } = false;

    /// <summary>Inner steps done.</summary>
    [Id(10)]
    public int InnerSteps { get; init; } = 0;

    /// <summary>Cost in gradient steps up to where it ended, that of earlier attempts that it went on from included; 0 of one that was preempted.</summary>
    [Id(11)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Time of the run.</summary>
    [Id(12)]
    public double Seconds { get; init; } = 0;

    /// <summary>For each value of <see cref="Hypergradient"/>, its place among all learned windows; empty: every window in order.</summary>
    [Id(40)]
    public ImmutableArray<int> Columns { get; init; } = [];

    /// <summary>The schedules that a greedy run went through; null for other work.</summary>
    [Id(50)]
    public KindMap<ImmutableArray<double>>? Schedule { get; init; }

    /// <summary>Per learned window, the mean over its steps of the hypergradient through single steps; empty for work that does not measure it.</summary>
    [Id(60)]
    public ImmutableArray<double> GreedyHypergradient { get; init; } = [];

    /// <summary>What was measured on the way.</summary>
    [Id(190)]
    public RunMeasurements Measurements { get; init; } = new();

    /// <summary>For each value of <see cref="Hypergradient"/>, the share of its Hessian products' elements that were held at ±<see cref="InnerSpecification.HessianProductClamp"/>; empty where none was clamped.</summary>
    [Id(81)]
    public ImmutableArray<double> ProductsClamped { get; init; } = [];

    /// <summary>How the hypergradient was computed; null for work that computes none.</summary>
    [Id(150)]
    public HypergradientComputation? Computation { get; init; }

    /// <summary>The hypergradients of single inner steps; null where they were not found on the way.</summary>
    [Id(151)]
    public KindMap<ImmutableArray<double>>? Sensitivity { get; init; }

    /// <summary>What an order that was not begun (<see cref="RunOutcome.Unaffordable"/>) would have cost, in gradient steps; null for others.</summary>
    [Id(110)]
    public double? Cost { get; init; }

    /// <summary>The loss that naming every class with its share of the training set, or the mean of real targets, gives on the same data; null where there are no data, or no such figure.</summary>
    [Id(160)]
    public double? PriorLoss { get; init; }

    /// <summary>What was read of the data; null where the order did not ask for it, or it was told before.</summary>
    [Id(170)]
    public DataSummary? Data { get; init; }

    /// <summary>Kind of device, e.g. cpu or cuda.</summary>
    [Id(13)]
    public string DeviceKind { get; init; } = "cpu";

    /// <summary>Inner step that this attempt began at: 0, or that of the checkpoint it went on from.</summary>
    [Id(14)]
    public int FirstInnerStep { get; init; } = 0;

    /// <summary>What the work had cost where this attempt began, in gradient steps: 0, or that of the checkpoint it went on from.</summary>
    [Id(140)]
    public double FirstSpent { get; init; } = 0;
}
