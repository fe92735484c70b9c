namespace Fds.Silo.Hosting;

internal sealed partial class StopLimit
{
    [LoggerMessage(4000, LogLevel.Warning, "This silo was not done with stopping within {Drain} (Fds:DrainTime) and ends all the same; what still ran is taken up elsewhere from its last checkpoint")]
    private partial void LogNotEnded(TimeSpan drain);
}
