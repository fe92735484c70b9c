using Fds.Contracts.Devices;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one device's run show.</summary>
/// <param name="Work">What runs.</param>
/// <param name="InnerStep">Inner steps done.</param>
/// <param name="LiveColumns">Tangent columns carried.</param>
/// <param name="Elapsed">How long it has run.</param>
/// <param name="CheckpointAt">When it left its last checkpoint, or began.</param>
internal sealed record RunGauges(WorkKey Work, int InnerStep, int LiveColumns, TimeSpan Elapsed, DateTimeOffset CheckpointAt);
