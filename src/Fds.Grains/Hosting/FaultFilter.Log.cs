using Microsoft.Extensions.Logging;

namespace Fds.Grains.Hosting;

internal sealed partial class FaultFilter
{
    [LoggerMessage(4410, LogLevel.Error, "{Interface}.{Method}, which a console called, failed with a fault that nobody expected")]
    private partial void LogFault(string @interface, string method, Exception fault);
}
