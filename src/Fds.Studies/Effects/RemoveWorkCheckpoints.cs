namespace Fds.Studies.Effects;

/// <summary>Removes the checkpoints of all work, but keeps the end states that trials continue from.</summary>
internal sealed record RemoveWorkCheckpoints : StudyEffect;
