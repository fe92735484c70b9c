using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>How the greedy methods move hyperparameters while they train.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.GreedySpecification")]
public sealed record GreedySpecification
{
    /// <summary>Form of hypergradient descent's update.</summary>
    [Id(0)]
    public GreedyForm Form { get; init; } = GreedyForm.Additive;

    /// <summary>Every method is run once with each of these as factor on its hyper steps, and the best run is kept.</summary>
    [Id(4)]
    public ImmutableArray<double> Factors { get; init; } = [0.1, 1, 10];

    /// <summary>Δ: inner steps between two updates of rtho and marthe.</summary>
    [Id(5)]
    public int Interval { get; init; } = 1;

    /// <summary>μ: what marthe's tangents are multiplied by at every step, from 0 (one-step) to 1 (rtho), where it does not adapt μ.</summary>
    [Id(6)]
    public double Discount { get; init; } = 0.99;

    /// <summary>The hyper step of each kind: what its hypergradient is multiplied by; null: the method's own.</summary>
    [Id(7)]
    public KindMap<double?> Steps { get; init; } = KindMap.Of<double?>(HyperparameterKinds.OfSgd, _ => null);

    /// <summary>Whether marthe adapts μ. A study from before there was a choice does not.</summary>
    [Id(280)]
    public bool AdaptsDiscount { get; init; }

    /// <summary>By what marthe adapts the learning rate's hyper step; null: by the method's own where it adapts μ, else not.</summary>
    [Id(281)]
    public double? Adaptation { get; init; }
}
