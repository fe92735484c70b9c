namespace Fds.Studies.Effects;

/// <summary>Notes that the study got further.</summary>
internal sealed record CountProgress : StudyEffect;
