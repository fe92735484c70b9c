using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class TorchWorkRunner
{
    [LoggerMessage(2040, LogLevel.Warning, "This libtorch cannot be told to choose repeatable convolutions, so that two runs on {Device} may differ in their last digits")]
    private partial void LogNotRepeatable(string device);

    [LoggerMessage(2041, LogLevel.Warning, "Device {Device} lacks the memory for {Work}; the run continues from its latest checkpoint and keeps fewer states ({States}): {Message}")]
    private partial void LogFewerStates(string device, WorkKey work, string states, string message);
}
