namespace Fds.Studies.Effects;

/// <summary>Removes the checkpoints of the study.</summary>
internal sealed record RemoveStudyCheckpoints : StudyEffect;
