namespace Fds.Silo.Hosting;

internal sealed partial class StopLimit
{
    [LoggerMessage(4000, LogLevel.Warning, "This silo did not finish stopping within {Drain} (Fds:DrainTime), so it ends now; its unfinished runs continue elsewhere from their last checkpoints")]
    private partial void LogNotEnded(TimeSpan drain);
}
