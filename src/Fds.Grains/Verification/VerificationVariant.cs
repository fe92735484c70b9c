using Fds.Contracts.Studies;

namespace Fds.Grains.Verification;

/// <summary>A study as one of the ways of computing its hypergradients sees it.</summary>
internal static class VerificationVariant
{
    /// <summary>By forward mode, with all rules of the study.</summary>
    public static StudySpecification Forward(StudySpecification study, Precision precision) => study with
    {
        Inner = study.Inner with { Mode = HypergradientMode.Forward, ReverseMemory = ReverseMemory.Auto, Precision = precision },
        Resources = study.Resources with { ColumnShards = 1 },
    };

    /// <summary>By reverse mode, without the rules about columns.</summary>
    /// <param name="study">The study.</param>
    /// <param name="precision">Of the run.</param>
    /// <param name="memory">The states to keep.</param>
    public static StudySpecification Reverse(StudySpecification study, Precision precision, ReverseMemory memory)
    {
        StudySpecification forward = Forward(study, precision);
        return forward with
        {
            Inner = forward.Inner with { Mode = HypergradientMode.Reverse, ReverseMemory = memory, HessianProductClamp = null },
            Outer = forward.Outer with { Pruning = new() },
        };
    }

    /// <summary>By forward mode in float64, without anything that makes it other than the derivative.</summary>
    public static StudySpecification Exact(StudySpecification study)
    {
        StudySpecification forward = Forward(study, Precision.Float64);
        return forward with
        {
            Inner = forward.Inner with { HessianProductClamp = null, HessianBatchFraction = 1, Engine = forward.Inner.Engine == CurvatureEngine.FiniteDifference ? CurvatureEngine.Tangent : forward.Inner.Engine },
            Outer = forward.Outer with { Pruning = new() },
        };
    }
}
