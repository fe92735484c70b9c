namespace Fds.Studies.Effects;

/// <summary>Ends the span of what the study works at.</summary>
internal sealed record EndSpan : StudyEffect;
