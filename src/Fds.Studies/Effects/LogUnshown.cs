namespace Fds.Studies.Effects;

/// <summary>Writes to the log why the study could not be shown.</summary>
/// <param name="Fault">Why.</param>
internal sealed record LogUnshown(Exception Fault) : StudyEffect;
