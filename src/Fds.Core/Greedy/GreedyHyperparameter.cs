using Fds.Core.Schedules;

namespace Fds.Core.Greedy;

/// <summary>One kind of hyperparameter of a greedy run.</summary>
/// <param name="Initial">Its value at the first inner step.</param>
/// <param name="Range">What it is projected onto after every change.</param>
/// <param name="Step">κ or η, by which a hypergradient is multiplied; null: the value stays as it is.</param>
/// <param name="Adaptation">By what share of hypergradient times value <see cref="GreedyMethod.Marthe"/> raises the step at every change; 0: the step stays as it is.</param>
public sealed record GreedyHyperparameter(double Initial, ValueRange Range, double? Step = null, double Adaptation = 0)
{
    /// <summary>A value that is not learned.</summary>
    public static GreedyHyperparameter Fixed(double value) => new(value, new(value, value));
}
