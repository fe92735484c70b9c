using Fds.Contracts.Studies;

namespace Fds.Studies.Plans;

/// <summary>
/// One phase of a study: how it begins, when it goes on, and what comes after it. A study's kind is the plan that it begins with. That plan also
/// says how the study is extended.
/// </summary>
internal interface IStudyPlan
{
    /// <summary>What the study is, for the event of its submission.</summary>
    string Scope { get; }

    /// <summary>Whether the end states of trials are kept when the study has ended.</summary>
    bool KeepsTrialStates => false;

    /// <summary>Whether the phase is paid from the study's budget.</summary>
    bool IsBudgeted => true;

    /// <summary>Begins the phase.</summary>
    void Begin();

    /// <summary>Goes on once nothing more is expected of the work at hand. Called after every report.</summary>
    void Advance();

    /// <summary>Looks after what time alone changes. Called on every tick of a running study.</summary>
    /// <returns>Whether the record was changed.</returns>
    bool Tick() => false;

    /// <summary>Drops the work at hand, because the budget is used up, and goes on with what was found before.</summary>
    void Stop(string? reason);

    /// <summary>Why the study cannot be given these limits; null where it can.</summary>
    string? WhyNotExtended(StudyExtension extension);

    /// <summary>Why the study, which has ended, would end at once again with the limits that it now has; null where it would not.</summary>
    string? WhyItWouldEndAtOnce();

    /// <summary>Goes on with raised limits, whether the study runs, rests or has just been taken up again.</summary>
    /// <param name="before">The study with its earlier limits.</param>
    /// <param name="wasActive">Whether it had not ended.</param>
    void Extend(StudySpecification before, bool wasActive);
}
