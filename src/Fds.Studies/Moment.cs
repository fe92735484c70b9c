namespace Fds.Studies;

/// <summary>The time of a decision, given by the caller.</summary>
/// <param name="Utc">Calendar time. It may be set back.</param>
/// <param name="Uptime">Time since the coordinator came to life. It is never set back.</param>
internal readonly record struct Moment(DateTimeOffset Utc, TimeSpan Uptime);
