using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Counts a trial that has ended.</summary>
/// <param name="Method">Whose.</param>
/// <param name="Trial">The trial.</param>
internal sealed record CountTrial(StudyMethod Method, TrialRecord Trial) : StudyEffect;
