using Fds.Contracts.Devices;

namespace Fds.Studies.Work;

/// <summary>A bound run's latest heartbeat, kept in memory only.</summary>
/// <param name="Progress">The heartbeat; null until the run reports to this activation.</param>
/// <param name="HeardAt">When, by the coordinator's uptime.</param>
internal sealed record LiveRun(RunProgress? Progress, TimeSpan HeardAt);
