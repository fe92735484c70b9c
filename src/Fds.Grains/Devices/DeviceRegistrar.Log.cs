using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class DeviceRegistrar
{
    [LoggerMessage(2020, LogLevel.Warning, "The devices of pool {Pool} could not be registered for now: {Message}")]
    private partial void LogNotRegistered(string pool, string message);

    [LoggerMessage(2025, LogLevel.Information, "Device slots of this silo: {Slots} in pool {Pool}, of {Threads} threads each, on {Devices}")]
    private partial void LogSlots(int slots, string pool, int threads, string devices);
}
