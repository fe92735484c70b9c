namespace Fds.Studies;

/// <summary>The time of a decision, told by whoever asks for it.</summary>
/// <param name="Utc">Calendar time. It may be set back.</param>
/// <param name="Uptime">Time since the coordinator came to life. It is never set back.</param>
internal readonly record struct Moment(DateTimeOffset Utc, TimeSpan Uptime);
