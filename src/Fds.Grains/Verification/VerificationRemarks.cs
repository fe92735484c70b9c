using Fds.Contracts.Studies;
using Fds.Contracts.Verification;
using Fds.Studies.Plans.Learning;
using static System.FormattableString;

namespace Fds.Grains.Verification;

/// <summary>The remarks of a verification, besides its verdict.</summary>
internal static class VerificationRemarks
{
    /// <summary>A sentence for each.</summary>
    public static IEnumerable<string> Of(VerificationFindings found)
    {
        if (WhatBeginsAtZero(found.Study) is { Length: > 0 } kinds)
        {
            yield return $"{string.Join(", ", kinds)} begin{(kinds.Length == 1 ? "s" : "")} at 0 in the study; the derivatives are taken one step of the outer loop away from there, because most of them are 0 at the start.";
        }

        VerifiedValue[] unsettled = [.. found.Values.Where(value => value is { Difference: not null, DifferenceSettled: false })];
        if (unsettled.Length > 0)
        {
            yield return $"The difference quotient{(unsettled.Length == 1 ? "" : "s")} of {string.Join(", ", unsettled.Select(VerificationVerdict.Name))} did not settle over any two step sizes, and {(unsettled.Length == 1 ? "says" : "say")} nothing: kinks (rectifiers, max-pooling, clamps) lie too close, or the derivative is lost in rounding.";
        }

        int unchecked_ = found.Values.Count(value => value.Difference is null);
        if (unchecked_ > 0)
        {
            yield return Invariant($"{unchecked_} of {found.Values.Length} values were not compared with central differences within the time limit.");
        }

        if (found.GradientClamped is > 0 and var held)
        {
            yield return Invariant($"inner.gradientClamp clamped {Inexactness.Percent(held)} of the gradients' elements. A step does not depend on a clamped element, and all methods agree that its derivative is 0.");
        }

        if (found is { ProductsClamped: 0, Study.Inner.HessianProductClamp: { } clamp })
        {
            yield return Invariant($"inner.hessianProductClamp is {clamp:G}. It clamped nothing over these steps; where it clamps, the study's hypergradient is not the derivative.");
        }
    }

    private static string[] WhatBeginsAtZero(StudySpecification study) =>
        [.. study.Kinds.Where(kind => study.Hyperparameters[kind] is { Learn: true, Auto: false, Step: > 0 } schedule && schedule.Initial.Contains(0)).Select(kind => kind.FieldName())];
}
