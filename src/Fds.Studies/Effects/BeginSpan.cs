using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Begins the span of the study's current phase and ends the span before it.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="OuterStep">Outer step, from 0.</param>
internal sealed record BeginSpan(StudyPhase Phase, int OuterStep) : StudyEffect;
