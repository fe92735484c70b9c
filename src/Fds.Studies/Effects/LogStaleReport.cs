using Fds.Contracts.Devices;

namespace Fds.Studies.Effects;

/// <summary>Writes a report to the log that counts for nothing, because it is not of the run that counts.</summary>
/// <param name="Key">The work.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Device">Who told it.</param>
internal sealed record LogStaleReport(WorkKey Key, int Attempt, string Device) : StudyEffect;
