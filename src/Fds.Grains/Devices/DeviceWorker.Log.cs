using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class DeviceWorker
{
    [LoggerMessage(2000, LogLevel.Information, "Device {Device} starts {Work}, attempt {Attempt}")]
    private partial void LogStarting(string device, WorkKey work, int attempt);

    [LoggerMessage(2001, LogLevel.Error, "Device {Device} failed at {Work}")]
    private partial void LogFaulted(string device, WorkKey work, Exception exception);
}
