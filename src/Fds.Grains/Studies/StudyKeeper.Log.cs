using Fds.Studies;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

internal sealed partial class StudyKeeper
{
    [LoggerMessage(1010, LogLevel.Warning, "Unfinished studies could not be woken for now: {Message}")]
    private partial void LogNotWoken(string message);

    [LoggerMessage(1210, LogLevel.Warning, "Study {Study} could not be woken for now: {Message}")]
    private partial void LogStudyNotWoken(string study, string message);

    [LoggerMessage(1211, LogLevel.Warning, "Silo {Name} at {Silo} is dead; its studies are woken elsewhere")]
    private partial void LogDead(string name, SiloAddress silo);
}
