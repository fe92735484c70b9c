namespace Fds.Contracts.Studies.File;

/// <summary>What a study file may say of a kind, and what holds where it says nothing.</summary>
/// <param name="Value">What its values may be.</param>
/// <param name="Linear">Where it begins and how it moves on the linear scale, which is the paper's. Where it is not learned it stays there.</param>
/// <param name="Own">The same on the scale that suits the kind.</param>
/// <param name="GreedyStep">The greedy methods' default hyper step, in words.</param>
internal sealed record KindShape(NumberRule Value, KindDefaults Linear, KindDefaults Own, string GreedyStep)
{
    private static readonly NumberRule Rate = new(0, 100);
    private static readonly NumberRule Memory = new(0, 1, openMaximum: true);
    private static readonly NumberRule Decay = new(0, 10);

    private static readonly KindMap<KindShape> OfSgd = new()
    {
        LearningRate = new(Rate, new(ValueScale.Linear, 0, 0.1, 0, 1), new(ValueScale.Log, 0.03, 0.1, 1e-4, 1), "1e-4, for hd in its multiplicative form 2e-3"),
        Momentum = new(Memory, new(ValueScale.Linear, 0, 0.1, 0, 0.99), new(ValueScale.Log1m, 0.9, 0.1, 0, 0.99), "1e-4"),
        WeightDecay = new(Decay, new(ValueScale.Linear, 0, 3e-4, 0, 5e-3), new(ValueScale.Log, 5e-4, 0.1, 1e-5, 5e-3), "1e-7"),
    };

    private static readonly KindMap<KindShape> OfAdam = KindMap.Of(HyperparameterKinds.OfAdam, kind => kind switch
    {
        HyperparameterKind.LearningRate => new KindShape(Rate, new(ValueScale.Linear, 0, 1e-3, 0, 0.1), new(ValueScale.Log, 1e-3, 0.1, 1e-5, 0.1), "1e-7, for hd in its multiplicative form 2e-3"),
        HyperparameterKind.WeightDecay => new(Decay, new(ValueScale.Linear, 0, 0.01, 0, 1), new(ValueScale.Log, 0.01, 0.1, 1e-4, 1), "1e-4"),
        HyperparameterKind.Beta1 => new(Memory, new(ValueScale.Linear, 0.9, 0.02, 0, 0.99), new(ValueScale.Log1m, 0.9, 0.1, 0.5, 0.99), "1e-4"),
        _ => new(Memory, new(ValueScale.Linear, 0.999, 1e-3, 0.9, 0.9999), new(ValueScale.Log1m, 0.999, 0.1, 0.9, 0.9999), "1e-6"),
    });

    private static readonly KindShape Smoothing = new(Memory, new(ValueScale.Linear, 0, 0.05, 0, 0.5), new(ValueScale.Linear, 0.1, 0.05, 0, 0.5), "");

    /// <summary>That of a kind; of one that the optimiser does not have that of another optimiser's.</summary>
    public static KindShape Of(HyperparameterKind kind, Optimiser optimiser)
    {
        if (kind == HyperparameterKind.LabelSmoothing)
        {
            return Smoothing;
        }

        (KindMap<KindShape> own, KindMap<KindShape> other) = optimiser == Optimiser.AdamW ? (OfAdam, OfSgd) : (OfSgd, OfAdam);
        return own.Kinds.Contains(kind) ? own[kind] : other[kind];
    }
}
