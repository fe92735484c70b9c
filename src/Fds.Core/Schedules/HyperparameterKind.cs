namespace Fds.Core.Schedules;

/// <summary>The hyperparameters of the inner problem, those of its optimiser and of its loss, in the order in which their columns are numbered.</summary>
public enum HyperparameterKind
{
    /// <summary>α: the step length.</summary>
    LearningRate,

    /// <summary>β: the share of SGD's velocity that is kept.</summary>
    Momentum,

    /// <summary>ξ: the pull of the weights towards zero.</summary>
    WeightDecay,

    /// <summary>β₁: the share of Adam's mean gradient that is kept.</summary>
    Beta1,

    /// <summary>β₂: the share of Adam's mean squared gradient that is kept.</summary>
    Beta2,

    /// <summary>s: the share of a target's probability that all classes have alike.</summary>
    LabelSmoothing,
}
