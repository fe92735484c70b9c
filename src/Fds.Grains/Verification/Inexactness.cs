using Fds.Contracts.Studies;
using static System.FormattableString;

namespace Fds.Grains.Verification;

/// <summary>A study's settings that make its hypergradients differ from the derivative.</summary>
internal static class Inexactness
{
    /// <summary>Whether there is anything.</summary>
    public static bool IsIn(StudySpecification study) => Of(study, productsClamped: null).Any();

    /// <summary>A share in words, e.g. 12.5 % or 0.0034 %.</summary>
    public static string Percent(double share) => share is 0 or >= 1e-3 ? Invariant($"{100 * share:0.##} %") : Invariant($"{100 * share:G2} %");

    /// <summary>One clause for each.</summary>
    /// <param name="study">The study.</param>
    /// <param name="productsClamped">The largest share of a value's Hessian products that the clamp held, if that is known.</param>
    public static IEnumerable<string> Of(StudySpecification study, double? productsClamped)
    {
        InnerSpecification inner = study.Inner;
        if (inner.HessianProductClamp is { } clamp)
        {
            string held = productsClamped is { } share ? Invariant($", which clamped up to {Percent(share)} of a value's Hessian products here,") : "";
            yield return Invariant($"inner.hessianProductClamp is {clamp:G}{held} and a clamped product is no derivative");
        }

        if (study.Outer.Pruning is { Mode: not PruningMode.None, Ratio: > 0 } pruning)
        {
            yield return Invariant($"outer.pruning leaves tangents as they are on part of the steps (ratio {pruning.Ratio:G})");
        }

        if (inner.HessianBatchFraction < 1)
        {
            yield return Invariant($"inner.hessianBatchFraction is {inner.HessianBatchFraction:G}, so that Hessian products are of a part of each mini-batch");
        }

        if (inner.Engine == CurvatureEngine.FiniteDifference)
        {
            yield return "inner.engine is finite-difference, which approximates Hessian products";
        }
    }
}
