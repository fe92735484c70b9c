namespace Fds.Studies.Effects;

/// <summary>Notes that the study made progress.</summary>
internal sealed record CountProgress : StudyEffect;
