using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>A kind in the words of the contract and in those of the numerics.</summary>
internal static class KindTranslation
{
    /// <summary>The contract's word.</summary>
    public static Kind InContract(this CoreKind kind) => kind switch
    {
        CoreKind.LearningRate => Kind.LearningRate,
        CoreKind.Momentum => Kind.Momentum,
        CoreKind.WeightDecay => Kind.WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };

    /// <summary>The numerics' word.</summary>
    public static CoreKind InNumerics(this Kind kind) => kind switch
    {
        Kind.LearningRate => CoreKind.LearningRate,
        Kind.Momentum => CoreKind.Momentum,
        Kind.WeightDecay => CoreKind.WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
