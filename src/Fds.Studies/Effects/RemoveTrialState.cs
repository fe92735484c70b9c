namespace Fds.Studies.Effects;

/// <summary>Removes the end state of a trial that no other goes on from.</summary>
/// <param name="Trial">Its number.</param>
internal sealed record RemoveTrialState(int Trial) : StudyEffect;
