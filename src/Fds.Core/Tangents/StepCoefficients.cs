using Fds.Core.Schedules;

namespace Fds.Core.Tangents;

/// <summary>The hyperparameters in force at one inner step.</summary>
/// <param name="LearningRate">α.</param>
/// <param name="Momentum">β.</param>
/// <param name="WeightDecay">ξ.</param>
public readonly record struct StepCoefficients(double LearningRate, double Momentum, double WeightDecay)
{
    /// <summary>The value of a kind.</summary>
    public double this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
