using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

internal sealed partial class RunReporter
{
    [LoggerMessage(2010, LogLevel.Information, "Device {Device} reported {Work}, attempt {Attempt}: {Outcome}, answered {Verdict}")]
    private partial void LogReported(string device, WorkKey work, int attempt, RunOutcome outcome, Verdict verdict);

    [LoggerMessage(2011, LogLevel.Warning, "Device {Device} cannot reach the study of {Work} for now: {Message}")]
    private partial void LogUnreachable(string device, WorkKey work, string message);

    [LoggerMessage(2012, LogLevel.Warning, "Device {Device} abandoned {Work}, attempt {Attempt}: {Reason}")]
    private partial void LogAbandoned(string device, WorkKey work, int attempt, string? reason);

    [LoggerMessage(2013, LogLevel.Error, "Device {Device} gives up reporting {Work}, attempt {Attempt}: its study cannot be reached")]
    private partial void LogLost(string device, WorkKey work, int attempt);

    [LoggerMessage(2014, LogLevel.Debug, "Device {Device} could not tell the scheduler that it is free: {Message}")]
    private partial void LogFreeNotTold(string device, string message);
}
