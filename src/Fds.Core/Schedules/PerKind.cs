using System.Collections.Immutable;

namespace Fds.Core.Schedules;

/// <summary>One thing for each kind of hyperparameter that an inner problem has. Only this class names them one by one; all others go by <see cref="Kinds"/>.</summary>
/// <typeparam name="T">Type of each kind's value.</typeparam>
/// <param name="LearningRate">That of α.</param>
/// <param name="Momentum">That of β.</param>
/// <param name="WeightDecay">That of ξ.</param>
public sealed record PerKind<T>(T LearningRate, T Momentum, T WeightDecay)
{
    /// <summary>That of β₁.</summary>
    public T Beta1 { get; init; } = default!;

    /// <summary>That of β₂.</summary>
    public T Beta2 { get; init; } = default!;

    /// <summary>That of s.</summary>
    public T LabelSmoothing { get; init; } = default!;

    /// <summary>The kinds that there are, in column order: SGD's unless made by <see cref="PerKind.Of"/> for others.</summary>
    public ImmutableArray<HyperparameterKind> Kinds { get; init; } = PerKind.OfSgd;

    /// <summary>That of a kind.</summary>
    public T this[HyperparameterKind kind] => kind switch
    {
        _ when !Kinds.Contains(kind) => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"Expected one of {string.Join(", ", Kinds)}."),
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        HyperparameterKind.Beta1 => Beta1,
        HyperparameterKind.Beta2 => Beta2,
        _ => LabelSmoothing,
    };

    /// <summary>Each value, mapped by a function.</summary>
    public PerKind<TOther> Select<TOther>(Func<T, TOther> selector) => PerKind.Of(Kinds, kind => selector(this[kind]));
}

/// <summary>Makes maps.</summary>
public static class PerKind
{
    /// <summary>The kinds of SGD with momentum.</summary>
    public static ImmutableArray<HyperparameterKind> OfSgd { get; } = [HyperparameterKind.LearningRate, HyperparameterKind.Momentum, HyperparameterKind.WeightDecay];

    /// <summary>The kinds of Adam.</summary>
    public static ImmutableArray<HyperparameterKind> OfAdam { get; } = [HyperparameterKind.LearningRate, HyperparameterKind.WeightDecay, HyperparameterKind.Beta1, HyperparameterKind.Beta2];

    /// <summary>Number of kinds of all rules.</summary>
    internal static int Count { get; } = Enum.GetValues<HyperparameterKind>().Length;

    /// <summary>A function's value for each of some kinds. The function is called in the kinds' order.</summary>
    public static PerKind<T> Of<T>(ImmutableArray<HyperparameterKind> kinds, Func<HyperparameterKind, T> value)
    {
        T ValueOf(HyperparameterKind kind) => kinds.Contains(kind) ? value(kind) : default!;
        return new(ValueOf(HyperparameterKind.LearningRate), ValueOf(HyperparameterKind.Momentum), ValueOf(HyperparameterKind.WeightDecay))
        {
            Beta1 = ValueOf(HyperparameterKind.Beta1),
            Beta2 = ValueOf(HyperparameterKind.Beta2),
            LabelSmoothing = ValueOf(HyperparameterKind.LabelSmoothing),
            Kinds = kinds,
        };
    }
}
