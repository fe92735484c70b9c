namespace Fds.Core.Schedules;

/// <summary>The scale that a hyperparameter is measured on: equal distances on it are equally large changes.</summary>
/// <remarks>Every scale rises with the value, so that a hypergradient keeps its sign.</remarks>
public enum ValueScale
{
    /// <summary>u = λ.</summary>
    Linear,

    /// <summary>u = ln λ, for values above 0 that matter by their ratio: learning rates, weight decay.</summary>
    Log,

    /// <summary>u = −ln(1 − λ), for values below 1 that matter by their distance from 1: momentum.</summary>
    Log1m,
}
