namespace Fds.Studies.Effects;

/// <summary>Removes the checkpoints of all work, but not the end states that trials go on from.</summary>
internal sealed record RemoveWorkCheckpoints : StudyEffect;
