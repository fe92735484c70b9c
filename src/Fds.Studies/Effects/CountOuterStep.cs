using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Counts a completed outer step.</summary>
/// <param name="Step">The step.</param>
internal sealed record CountOuterStep(OuterStepRecord Step) : StudyEffect;
