using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>The outer rules by name.</summary>
internal static class OuterRules
{
    /// <summary>The rule of a study.</summary>
    public static IOuterRule Of(StudySpecification study) => study.Outer.Rule switch
    {
        OuterRule.Sign => new SignOuterRule(study),
        OuterRule.Adam => new AdamOuterRule(study),
        _ => throw new ArgumentOutOfRangeException(nameof(study), study.Outer.Rule, "Expected sign or adam."),
    };
}
