namespace Fds.Core.HyperOptimisation;

/// <summary>
/// What sharing one hyperparameter over a window does to the error of its hypergradient: the mean square distance of the estimate from the
/// mean hypergradient of each step.
/// </summary>
/// <remarks>
/// Micaelli and Storkey (2021), theorem 4.1: per-step hypergradients of variance σ², correlated by at most c, whose means drift by at most ε
/// from one step to the next. Sharing averages noise away and blurs the drift.
/// </remarks>
public static class SharingTheorem
{
    /// <summary>σ²: the error where every step has a hyperparameter of its own.</summary>
    public static double Unshared(double standardDeviation) => standardDeviation * standardDeviation;

    /// <summary>σ²(1 + c(W − 1))/W + ε²(W² − 1)/12: the largest error of the mean over a window.</summary>
    /// <param name="standardDeviation">σ of one step.</param>
    /// <param name="drift">ε.</param>
    /// <param name="window">W: steps of the window.</param>
    /// <param name="correlation">c, in [0, 1].</param>
    public static double Bound(double standardDeviation, double drift, int window, double correlation = 0) =>
        (standardDeviation * standardDeviation * (1 + (correlation * (window - 1))) / window) + (drift * drift * (((double)window * window) - 1) / 12);

    /// <summary>W* = (6σ²/ε²)^(1/3): the window of the smallest bound where steps are uncorrelated; infinite without drift.</summary>
    public static double BestWindow(double standardDeviation, double drift) => Math.Cbrt(6 * standardDeviation * standardDeviation / (drift * drift));
}
