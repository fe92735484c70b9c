using Microsoft.Extensions.Logging;

namespace Fds.Grains.Hosting;

internal sealed partial class FaultFilter
{
    [LoggerMessage(4410, LogLevel.Error, "{Interface}.{Method}, called by a console, failed with an unexpected fault")]
    private partial void LogFault(string @interface, string method, Exception fault);
}
