using System.Collections.Immutable;

namespace Fds.Core.Schedules;

/// <summary>One thing for each kind of hyperparameter. Only this class names them one by one; all others go by <see cref="PerKind.Kinds"/>.</summary>
/// <typeparam name="T">Type of each kind's value.</typeparam>
/// <param name="LearningRate">That of α.</param>
/// <param name="Momentum">That of β.</param>
/// <param name="WeightDecay">That of ξ.</param>
public sealed record PerKind<T>(T LearningRate, T Momentum, T WeightDecay)
{
    /// <summary>That of a kind.</summary>
    public T this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"Expected one of {string.Join(", ", PerKind.Kinds)}."),
    };

    /// <summary>Each value, mapped by a function.</summary>
    public PerKind<TOther> Select<TOther>(Func<T, TOther> selector) => PerKind.Of(kind => selector(this[kind]));
}

/// <summary>Makes maps.</summary>
public static class PerKind
{
    /// <summary>All kinds, in column order.</summary>
    public static ImmutableArray<HyperparameterKind> Kinds { get; } = [.. Enum.GetValues<HyperparameterKind>()];

    /// <summary>A function's value for each kind. The function is called in the kinds' order.</summary>
    public static PerKind<T> Of<T>(Func<HyperparameterKind, T> value) =>
        new(value(HyperparameterKind.LearningRate), value(HyperparameterKind.Momentum), value(HyperparameterKind.WeightDecay));

    /// <summary>The same for every kind.</summary>
    public static PerKind<T> All<T>(T value) => Of(_ => value);
}
