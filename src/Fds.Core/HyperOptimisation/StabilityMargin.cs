using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>
/// Replicas that train with somewhat higher and somewhat lower learning rates than the schedule's, so that what is learned is good in a
/// neighbourhood and does not come to lie on the edge of stability.
/// </summary>
/// <remarks>
/// It is the gradient of a smoothed loss: Duchi, Bartlett and Wainwright, "Randomized smoothing for stochastic optimization" (2012), with
/// factors on all learning rates alike that are spread evenly, and so in pairs that cancel, instead of drawn.
/// </remarks>
public static class StabilityMargin
{
    /// <summary>ln of the factor on a replica's learning rates, from −margin to margin.</summary>
    /// <param name="margin">The largest, in units of ln.</param>
    /// <param name="replica">Replica, from 0.</param>
    /// <param name="replicas">R.</param>
    /// <param name="outerStep">Outer step, from 0: a single replica takes turns.</param>
    public static double Shift(double margin, int replica, int replicas, int outerStep) =>
        replicas == 1 ? (outerStep % 2 == 0 ? margin : -margin) : margin * ((2.0 * replica / (replicas - 1)) - 1);

    /// <summary>Learning rates with that factor, within their range.</summary>
    public static ImmutableArray<double> Apply(ImmutableArray<double> learningRates, double shift, ValueRange range) =>
        shift == 0 ? learningRates : [.. learningRates.Select(rate => range.Project(rate * Math.Exp(shift)))];
}
