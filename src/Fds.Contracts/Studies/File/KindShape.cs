namespace Fds.Contracts.Studies.File;

/// <summary>What a study file may say of a kind, and what holds where it says nothing.</summary>
/// <param name="Value">What its values may be.</param>
/// <param name="Linear">Where it begins and how it moves on the linear scale, which is the paper's.</param>
/// <param name="Own">The same on the scale that suits the kind.</param>
/// <param name="GreedyStep">The greedy methods' default hyper step, in words.</param>
internal sealed record KindShape(NumberRule Value, KindDefaults Linear, KindDefaults Own, string GreedyStep)
{
    private static readonly KindMap<KindShape> Shapes = new()
    {
        LearningRate = new(new(0, 100), new(ValueScale.Linear, 0, 0.1, 0, 1), new(ValueScale.Log, 0.03, 0.1, 1e-4, 1), "1e-4, for hd in its multiplicative form 2e-3"),
        Momentum = new(new(0, 1, openMaximum: true), new(ValueScale.Linear, 0, 0.1, 0, 0.99), new(ValueScale.Log1m, 0.9, 0.1, 0, 0.99), "1e-4"),
        WeightDecay = new(new(0, 10), new(ValueScale.Linear, 0, 3e-4, 0, 5e-3), new(ValueScale.Log, 5e-4, 0.1, 1e-5, 5e-3), "1e-7"),
    };

    /// <summary>That of a kind.</summary>
    public static KindShape Of(HyperparameterKind kind) => Shapes[kind];
}
