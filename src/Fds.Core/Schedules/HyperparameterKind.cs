namespace Fds.Core.Schedules;

/// <summary>The hyperparameters of the inner problem, in the order in which their columns are numbered.</summary>
public enum HyperparameterKind
{
    /// <summary>α: the step length of SGD.</summary>
    LearningRate,

    /// <summary>β: the share of the velocity that is kept.</summary>
    Momentum,

    /// <summary>ξ: the pull of the weights towards zero.</summary>
    WeightDecay,
}
