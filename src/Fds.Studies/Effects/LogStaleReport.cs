using Fds.Contracts.Devices;

namespace Fds.Studies.Effects;

/// <summary>Logs a report that is ignored, because its run is not the one that counts.</summary>
/// <param name="Key">The work.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Device">Who told it.</param>
internal sealed record LogStaleReport(WorkKey Key, int Attempt, string Device) : StudyEffect;
