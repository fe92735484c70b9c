using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Hosting;

internal sealed partial class FaultFilter
{
    [LoggerMessage(4410, LogLevel.Error, "{Interface}.{Method} of {Grain}, called by a console, failed with an unexpected fault")]
    private partial void LogFault(string @interface, string method, GrainId grain, Exception fault);
}
