using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Scheduling;

internal sealed partial class SchedulerGrain
{
    [LoggerMessage(1100, LogLevel.Information, "Device {Device} registered at {Silo}")]
    private partial void LogRegistered(string device, string silo);

    [LoggerMessage(1101, LogLevel.Warning, "Device {Device} at {Silo} is gone")]
    private partial void LogDropped(string device, string silo);

    [LoggerMessage(1102, LogLevel.Information, "Device {Device} refused {Work}: {Code}, it runs {Current}")]
    private partial void LogRefused(string device, WorkKey work, StartCode code, WorkKey? current);

    [LoggerMessage(1103, LogLevel.Warning, "Starting {Work} on {Device} failed: {Message}")]
    private partial void LogStartFailed(string device, WorkKey work, string message);
}
