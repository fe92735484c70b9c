using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>
/// The hypergradients of single inner steps over a run, as means over bins of neighbouring steps, at most 100: step t of T lies in bin
/// ⌊n·t/T⌋ of n. Kinds that are not learned have theirs too.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StepSensitivity")]
public sealed record StepSensitivity
{
    /// <summary>Per bin, by the learning rate.</summary>
    [Id(0)]
    public required ImmutableArray<double> LearningRate { get; init; }

    /// <summary>Per bin, by the momentum.</summary>
    [Id(1)]
    public required ImmutableArray<double> Momentum { get; init; }

    /// <summary>Per bin, by the weight decay.</summary>
    [Id(2)]
    public required ImmutableArray<double> WeightDecay { get; init; }

    /// <summary>The bins of a kind.</summary>
    public ImmutableArray<double> this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
