namespace Fds.Contracts.Studies;

/// <summary>Training from scratch on the whole training set with the learned schedule.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.RetrainSpecification")]
public sealed record RetrainSpecification
{
    /// <summary>Horizon in epochs; null: the inner horizon.</summary>
    [Id(0)]
    public int? Epochs { get; init; }

    /// <summary>Number of runs with different seeds; 0 skips retraining.</summary>
    [Id(1)]
    public int Seeds { get; init; } = 1;
}
