using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Begins the span of what the study works at; the one before ends.</summary>
/// <param name="Phase">What it works at.</param>
/// <param name="OuterStep">Outer step, from 0.</param>
internal sealed record BeginSpan(StudyPhase Phase, int OuterStep) : StudyEffect;
