using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Devices;

/// <summary>The outcome of a work order, before it becomes a report.</summary>
internal sealed record WorkResult(RunOutcome Outcome, string? Reason)
{
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    public ImmutableArray<double> GreedyHypergradient { get; init; } = [];

    /// <summary>How the hypergradient was computed; null for work that computes none.</summary>
    public HypergradientComputation? Computation { get; init; }

    /// <summary>The hypergradients of single inner steps; null where they were not found on the way.</summary>
    public KindMap<ImmutableArray<double>>? Sensitivity { get; init; }

    /// <summary>For each value of the hypergradient, its place among all learned windows; empty: every window in order.</summary>
    public ImmutableArray<int> Columns { get; init; } = [];

    public RunMeasurements Measurements { get; init; } = new();

    /// <summary>For each value of the hypergradient, the share of its Hessian products' elements that were clamped; empty where none was.</summary>
    public ImmutableArray<double> ProductsClamped { get; init; } = [];

    public double Loss { get; init; } = double.NaN;

    public double Accuracy { get; init; } = double.NaN;

    /// <summary>The loss of always predicting the class frequencies; NaN if there are no classes.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    public bool AboveChance { get; init; }

    public int InnerSteps { get; init; }

    public double GradientSteps { get; init; }

    /// <summary>The predicted cost of an order that was not begun, in gradient steps.</summary>
    public double? Cost { get; init; }

    /// <summary>The schedules that a greedy run went through; null for other work.</summary>
    public KindMap<ImmutableArray<double>>? Schedule { get; init; }
}
