using Microsoft.Extensions.Logging;

namespace Fds.Grains.Storage.PostgreSql;

internal sealed partial class SchemaMigration
{
    [LoggerMessage(3200, LogLevel.Information, "The database's schema now has version {Version}: {Name}")]
    private partial void LogApplied(int version, string name);

    [LoggerMessage(3201, LogLevel.Warning, "The database cannot be used for now; the program tries again: {Message}")]
    private partial void LogWaiting(string message);
}
