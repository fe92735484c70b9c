namespace Fds.Studies.Effects;

/// <summary>Writes to the log that another study could not be asked.</summary>
/// <param name="Study">Which.</param>
/// <param name="Reason">Why.</param>
internal sealed record LogUnheard(string Study, string Reason) : StudyEffect;
