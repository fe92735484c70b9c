using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class WorkCheckpoints
{
    [LoggerMessage(2300, LogLevel.Debug, "Device {Device} left a checkpoint of {Work} at inner step {Step}: {Bytes} bytes in {Milliseconds:F0} ms")]
    private partial void LogWritten(string device, WorkKey work, int step, long bytes, double milliseconds);

    [LoggerMessage(2301, LogLevel.Warning, "Device {Device} could not leave a checkpoint of {Work} at inner step {Step}; the run continues: {Message}")]
    private partial void LogNotWritten(string device, WorkKey work, int step, string message);

    [LoggerMessage(2302, LogLevel.Information, "Device {Device} resumes {Work}, attempt {Attempt}, at inner step {Step} from its checkpoint")]
    private partial void LogRestored(string device, WorkKey work, int attempt, int step);

    [LoggerMessage(2303, LogLevel.Warning, "Device {Device} does not use the checkpoint {File} for {Work}: {Reason}")]
    private partial void LogRejected(string device, WorkKey work, string file, string reason);

    [LoggerMessage(2304, LogLevel.Warning, "The checkpoints of study {Study} in {Folder} could not be removed for now: {Message}")]
    private partial void LogNotRemoved(string study, string folder, string message);
}
