using Fds.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace Fds.Silo.Hosting;

/// <summary>
/// Ends the process if it does not end by itself within its drain time. Orleans leaves its cluster through the database, and waits for
/// a database that is gone; other tasks may do the same.
/// </summary>
internal sealed partial class StopLimit(IHostApplicationLifetime life, IOptions<FdsSiloOptions> options, ILogger<StopLimit> log)
{
    private const double MostOfIt = 0.9;
    private static readonly TimeSpan TimeToLog = TimeSpan.FromMilliseconds(100);

    /// <summary>The host's share of the drain time. The rest is for tasks that ignore the host's limit.</summary>
    public static TimeSpan ForTheHost(TimeSpan drain) => drain * MostOfIt;

    /// <summary>Watches from now on.</summary>
    public void Watch() => life.ApplicationStopping.Register(() => new Thread(Count) { IsBackground = true, Name = "fds-stop-limit" }.Start());

    /// <summary>On a thread of its own, since those of the pool may all be busy.</summary>
    private void Count()
    {
        TimeSpan drain = options.Value.DrainTime;
        Thread.Sleep(drain - TimeToLog);
        LogNotEnded(drain);
        Thread.Sleep(TimeToLog);
        ProcessEnd.Now(1);
    }
}
