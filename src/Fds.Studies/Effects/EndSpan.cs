namespace Fds.Studies.Effects;

/// <summary>Ends the span of the study's current phase.</summary>
internal sealed record EndSpan : StudyEffect;
