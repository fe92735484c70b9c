using Fds.Contracts.Studies;

namespace Fds.Studies.Plans;

/// <summary>A plan that a study may begin with: the kind of the study. It also says how such a study is extended.</summary>
internal interface IStudyKind : IStudyPlan
{
    /// <summary>What the study is, for the event of its submission.</summary>
    string Scope { get; }

    /// <summary>Whether the end states of trials are kept when the study has ended.</summary>
    bool KeepsTrialStates => false;

    /// <summary>Why the study cannot be given these limits; null where it can.</summary>
    string? WhyNotExtended(StudyExtension extension);

    /// <summary>Why the ended study would end again at once under its current limits; null if it would not.</summary>
    string? WhyItWouldEndAtOnce();

    /// <summary>Continues with raised limits. The study may be running, paused, or just restarted after its end.</summary>
    /// <param name="before">The study with its earlier limits.</param>
    /// <param name="wasActive">Whether it had not ended.</param>
    void Extend(StudySpecification before, bool wasActive);
}
