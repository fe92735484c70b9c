using Fds.Contracts.Devices;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one device's run show.</summary>
internal sealed record RunGauges(WorkKey Work, string Device, int InnerStep, int LiveColumns, TimeSpan Elapsed);
