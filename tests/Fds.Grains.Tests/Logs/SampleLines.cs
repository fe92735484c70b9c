using Fds.Contracts.Devices;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Tests.Logs;

/// <summary>Lines as the silo's log methods write them.</summary>
internal static partial class SampleLines
{
    [LoggerMessage(1, LogLevel.Error, "Device {Device} failed at {Work}")]
    public static partial void OfWork(this ILogger log, string device, WorkKey work);

    [LoggerMessage(2, LogLevel.Warning, "something about {File}")]
    public static partial void OfAFile(this ILogger log, string file);

    [LoggerMessage(3, LogLevel.Warning, "something about {Study}")]
    public static partial void OfAStudy(this ILogger log, string study);

    [LoggerMessage(4, LogLevel.Warning, "The state of {Grain} could not be reached")]
    public static partial void OfAGrain(this ILogger log, GrainId grain);
}
