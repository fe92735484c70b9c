namespace Fds.Contracts.Studies;

/// <summary>The hyperparameters whose schedules can be learned, in the order in which columns are numbered.</summary>
[GenerateSerializer]
[Alias("fds.HyperparameterKind")]
public enum HyperparameterKind
{
    /// <summary>α, the step length of SGD.</summary>
    LearningRate,

    /// <summary>β, the share of the velocity that is kept.</summary>
    Momentum,

    /// <summary>ξ, the pull of the weights towards zero.</summary>
    WeightDecay,
}
