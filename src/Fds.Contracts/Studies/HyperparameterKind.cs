namespace Fds.Contracts.Studies;

/// <summary>The hyperparameters whose schedules can be learned, in the order in which columns are numbered.</summary>
[GenerateSerializer]
[Alias("fds.HyperparameterKind")]
public enum HyperparameterKind
{
    /// <summary>α, the step length.</summary>
    LearningRate,

    /// <summary>β, the share of SGD's velocity that is kept.</summary>
    Momentum,

    /// <summary>ξ, the pull of the weights towards zero.</summary>
    WeightDecay,

    /// <summary>β₁, the share of Adam's mean gradient that is kept.</summary>
    Beta1,

    /// <summary>β₂, the share of Adam's mean squared gradient that is kept.</summary>
    Beta2,

    /// <summary>s, the share of a target's probability that all classes have alike: a hyperparameter of the loss.</summary>
    LabelSmoothing,
}
