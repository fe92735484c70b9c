using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class DeviceLoss
{
    [LoggerMessage(2030, LogLevel.Critical, "{Device} can no longer compute in this process, so slot {Slot} takes no more work and the silo stops with exit code {ExitCode}; its work continues elsewhere. Start the silo again. The device answers: {Message}")]
    private partial void LogLost(string device, string slot, string message, int exitCode);
}
