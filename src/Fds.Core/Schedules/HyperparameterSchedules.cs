namespace Fds.Core.Schedules;

/// <summary>The three schedules of one training run.</summary>
public sealed record HyperparameterSchedules(Schedule LearningRate, Schedule Momentum, Schedule WeightDecay)
{
    /// <summary>All kinds, in column order.</summary>
    public static IReadOnlyList<HyperparameterKind> Kinds { get; } =
        [HyperparameterKind.LearningRate, HyperparameterKind.Momentum, HyperparameterKind.WeightDecay];

    /// <summary>The schedule of a kind.</summary>
    public Schedule this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
