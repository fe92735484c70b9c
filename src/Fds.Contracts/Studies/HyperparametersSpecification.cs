namespace Fds.Contracts.Studies;

/// <summary>The schedules of all three kinds. A kind the study file leaves out has one window at 0 and is not learned.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.HyperparametersSpecification")]
public sealed record HyperparametersSpecification
{
    /// <summary>α.</summary>
    [Id(0)]
    public required HyperparameterSpecification LearningRate { get; init; }

    /// <summary>β.</summary>
    [Id(1)]
    public required HyperparameterSpecification Momentum { get; init; }

    /// <summary>ξ.</summary>
    [Id(2)]
    public required HyperparameterSpecification WeightDecay { get; init; }

    /// <summary>The schedule of a kind.</summary>
    public HyperparameterSpecification this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };
}
