using Fds.Studies.Views;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one pool's queue show.</summary>
/// <param name="Length">Runs that wait.</param>
/// <param name="Reason">What they wait for.</param>
internal sealed record QueueGauges(int Length, WaitReason Reason);
