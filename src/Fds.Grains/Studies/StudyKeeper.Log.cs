using Microsoft.Extensions.Logging;

namespace Fds.Grains.Studies;

internal sealed partial class StudyKeeper
{
    [LoggerMessage(1010, LogLevel.Warning, "Unfinished studies could not be woken for now: {Message}")]
    private partial void LogNotWoken(string message);
}
