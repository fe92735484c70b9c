using Fds.Core.Schedules;
using Fds.Core.Updates;

namespace Fds.Core.Greedy;

/// <summary>The hyper step sizes that are used where a study gives none.</summary>
/// <remarks>
/// The best of three powers of ten for the learning rate, by the validation accuracy of LeNet on drawn digits after 60 inner steps from
/// a learning rate of 0.05, two seeds: see benchmarks/greedy.md. Those of momentum and weight decay were tried only together with it, and
/// hardly move their values over so few steps. All depend on the scale of the loss. Those of Adam are set by the size of its values, a
/// learning rate of 1e-3 in the first place, and were not tuned.
/// </remarks>
public static class GreedyDefaults
{
    /// <summary>
    /// By what <see cref="GreedyMethod.Marthe"/> adapts the learning rate's hyper step where it adapts its discount: what the authors' program
    /// (adatune) has for alpha.
    /// </summary>
    public const double AdaptationOfLearningRate = 1e-6;

    /// <summary>κ or η of a kind; null where the method does not learn it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="rule">The update rule; null: SGD.</param>
    public static double? Step(GreedyMethod method, HyperparameterKind kind, IUpdateRule? rule = null) => (method, kind) switch
    {
        (GreedyMethod.HdMultiplicative, HyperparameterKind.LearningRate) => 2e-3,
        (GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative, not HyperparameterKind.LearningRate) => null,
        (_, HyperparameterKind.LearningRate) => rule is AdamWRule ? 1e-7 : 1e-4,
        (_, HyperparameterKind.WeightDecay) => rule is AdamWRule ? 1e-4 : 1e-7,
        (_, HyperparameterKind.Momentum or HyperparameterKind.Beta1) => 1e-4,
        (_, HyperparameterKind.Beta2) => 1e-6,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind with a default hyper step."),
    };

    /// <summary>The adaptation of a kind's hyper step that is to that of the learning rate's as the default steps are to each other: both have the kind's unit, squared.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="ofLearningRate">That of the learning rate's.</param>
    /// <param name="rule">The update rule; null: SGD.</param>
    public static double Adaptation(HyperparameterKind kind, double ofLearningRate, IUpdateRule? rule = null) =>
        ofLearningRate * Step(GreedyMethod.Marthe, kind, rule).GetValueOrDefault() / Step(GreedyMethod.Marthe, HyperparameterKind.LearningRate, rule).GetValueOrDefault();
}
