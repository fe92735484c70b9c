using Fds.Contracts.Devices;

namespace Fds.Grains.Studies;

/// <summary>A bound run's latest heartbeat, kept in memory only.</summary>
/// <param name="Progress">What it said; null until it speaks to this activation.</param>
/// <param name="HeardAt">When, as a timestamp.</param>
internal sealed record LiveRun(RunProgress? Progress, long HeardAt);
