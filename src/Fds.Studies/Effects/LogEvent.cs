using Fds.Contracts.Studies;

namespace Fds.Studies.Effects;

/// <summary>Writes an event to the log.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">In words.</param>
internal sealed record LogEvent(StudyEventKind Kind, string Message) : StudyEffect;
