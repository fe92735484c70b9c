namespace Fds.Studies;

/// <summary>The silo's settings for its studies.</summary>
/// <param name="Lease">A run that is silent for longer counts as lost.</param>
/// <param name="AttemptsPerReplica">How often one piece of work may fail before it is left out.</param>
internal sealed record StudySettings(TimeSpan Lease, int AttemptsPerReplica);
