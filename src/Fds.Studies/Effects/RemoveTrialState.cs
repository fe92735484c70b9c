namespace Fds.Studies.Effects;

/// <summary>Removes the end state of a trial. No other trial will continue from it.</summary>
/// <param name="Trial">Its number.</param>
internal sealed record RemoveTrialState(int Trial) : StudyEffect;
