using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>The outer loop: how the schedules are updated.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.OuterSpecification")]
public sealed record OuterSpecification
{
    /// <summary>Number of outer steps at most.</summary>
    [Id(0)]
    public required int Steps { get; init; }

    /// <summary>Horizon in epochs per outer step, the last one repeating; empty: the inner horizon every time.</summary>
    [Id(1)]
    public ImmutableArray<int> Epochs { get; init; } = [];

    /// <summary>γ: factor on a step size when its hypergradient’s sign flips.</summary>
    [Id(2)]
    public double StepDecay { get; init; } = 0.5;

    /// <summary>A value has converged when changes of its hypergradient's sign have brought its step size below this times its magnitude, or when it rests at the end of its range; 0: none ever has.</summary>
    [Id(3)]
    public double ConvergedBelow { get; init; } = 0.05;

    /// <summary>Pruning of tangent updates.</summary>
    [Id(4)]
    public PruningSpecification Pruning { get; init; } = new();

    /// <summary>How the next values are made.</summary>
    [Id(5)]
    public OuterRule Rule { get; init; } = OuterRule.Sign;

    /// <summary>Adam: replicas train with learning rates from e^−margin to e^margin times those of the schedule; 0: all with the schedule's own.</summary>
    [Id(6)]
    public double Margin { get; init; } = 0;
}
