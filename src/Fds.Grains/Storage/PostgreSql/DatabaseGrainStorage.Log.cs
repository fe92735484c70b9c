using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Storage.PostgreSql;

internal sealed partial class DatabaseGrainStorage
{
    [LoggerMessage(3210, LogLevel.Warning, "The state of {Grain} could not be reached, failure {Failures} in a row; the silo tries again: {Message}")]
    private partial void LogRetried(GrainId grain, int failures, string message);
}
