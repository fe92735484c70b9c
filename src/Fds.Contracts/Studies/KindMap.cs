using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Fds.Contracts.Studies;

/// <summary>One thing for each kind of hyperparameter that a study has. Only this class names them one by one; all others go by <see cref="Kinds"/>.</summary>
/// <typeparam name="T">What each kind has.</typeparam>
[GenerateSerializer]
[Immutable]
[Alias("fds.KindMap`1")]
[JsonConverter(typeof(KindMapConverter))]
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

    /// <summary>That of β₁.</summary>
    [Id(330)]
    public T Beta1 { get; init; } = default!;

    /// <summary>That of β₂.</summary>
    [Id(331)]
    public T Beta2 { get; init; } = default!;

    /// <summary>Whether the kinds are those of Adam, and not of SGD.</summary>
    [Id(332)]
    public bool IsOfAdam { get; init; }

    /// <summary>That of s.</summary>
    [Id(370)]
    public T LabelSmoothing { get; init; } = default!;

    /// <summary>Whether s is among the kinds.</summary>
    [Id(371)]
    public bool Smooths { get; init; }

    /// <summary>The kinds that there are, in the order of values and columns.</summary>
    public ImmutableArray<HyperparameterKind> Kinds => HyperparameterKinds.Of(IsOfAdam, Smooths);

    /// <summary>That of a kind.</summary>
    public T this[HyperparameterKind kind] => kind switch
    {
        _ when !Kinds.Contains(kind) => throw HyperparameterKinds.Unknown(kind, Kinds),
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        HyperparameterKind.Beta1 => Beta1,
        HyperparameterKind.Beta2 => Beta2,
        _ => LabelSmoothing,
    };

    /// <summary>The same but for one kind.</summary>
    public KindMap<T> With(HyperparameterKind kind, T value) => KindMap.Of(Kinds, each => each == kind ? value : this[each]);
}

/// <summary>Makes maps.</summary>
public static class KindMap
{
    /// <summary>What a function gives for each of a study's kinds. It is asked in the kinds' order.</summary>
    public static KindMap<T> Of<T>(ImmutableArray<HyperparameterKind> kinds, Func<HyperparameterKind, T> value)
    {
        T ValueOf(HyperparameterKind kind) => kinds.Contains(kind) ? value(kind) : default!;
        return new()
        {
            LearningRate = ValueOf(HyperparameterKind.LearningRate),
            Momentum = ValueOf(HyperparameterKind.Momentum),
            WeightDecay = ValueOf(HyperparameterKind.WeightDecay),
            Beta1 = ValueOf(HyperparameterKind.Beta1),
            Beta2 = ValueOf(HyperparameterKind.Beta2),
            LabelSmoothing = ValueOf(HyperparameterKind.LabelSmoothing),
            IsOfAdam = kinds.Contains(HyperparameterKind.Beta1),
            Smooths = kinds.Contains(HyperparameterKind.LabelSmoothing),
        };
    }
}
