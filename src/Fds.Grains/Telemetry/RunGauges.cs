namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one device's run show.</summary>
internal sealed record RunGauges(string Study, string Device, int InnerStep, int LiveColumns, TimeSpan Elapsed);
