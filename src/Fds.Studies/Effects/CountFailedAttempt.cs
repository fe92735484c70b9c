using Fds.Studies.Work;

namespace Fds.Studies.Effects;

/// <summary>Counts an attempt that failed.</summary>
/// <param name="Reason">One of <see cref="Work.FailureReasons"/>.</param>
internal sealed record CountFailedAttempt(string Reason) : StudyEffect;
