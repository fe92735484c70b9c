namespace Fds.Contracts.Studies;

/// <summary>One thing for each kind of hyperparameter. Only this class names them one by one; all others go by <see cref="HyperparameterKinds.All"/>.</summary>
/// <typeparam name="T">What each kind has.</typeparam>
[GenerateSerializer]
[Immutable]
[Alias("fds.KindMap`1")]
public sealed record KindMap<T>
{
    /// <summary>That of α.</summary>
    [Id(0)]
    public required T LearningRate { get; init; }

    /// <summary>That of β.</summary>
    [Id(1)]
    public required T Momentum { get; init; }

    /// <summary>That of ξ.</summary>
    [Id(2)]
    public required T WeightDecay { get; init; }

    /// <summary>That of a kind.</summary>
    public T this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw HyperparameterKinds.Unknown(kind),
    };

    /// <summary>The same but for one kind.</summary>
    public KindMap<T> With(HyperparameterKind kind, T value) => KindMap.Of(each => each == kind ? value : this[each]);
}

/// <summary>Makes maps.</summary>
public static class KindMap
{
    /// <summary>What a function gives for each kind. It is asked in the kinds' order.</summary>
    public static KindMap<T> Of<T>(Func<HyperparameterKind, T> value) => new()
    {
        LearningRate = value(HyperparameterKind.LearningRate),
        Momentum = value(HyperparameterKind.Momentum),
        WeightDecay = value(HyperparameterKind.WeightDecay),
    };
}
