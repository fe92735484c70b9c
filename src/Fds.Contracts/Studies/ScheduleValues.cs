using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>The values of all schedules, one per window.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ScheduleValues")]
public sealed record ScheduleValues
{
    /// <summary>α.</summary>
    [Id(0)]
    public required ImmutableArray<double> LearningRate { get; init; }

    /// <summary>β.</summary>
    [Id(1)]
    public required ImmutableArray<double> Momentum { get; init; }

    /// <summary>ξ.</summary>
    [Id(2)]
    public required ImmutableArray<double> WeightDecay { get; init; }

    /// <summary>The values of a kind.</summary>
    public ImmutableArray<double> this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
