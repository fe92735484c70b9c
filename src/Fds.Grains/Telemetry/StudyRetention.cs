using System.Collections.Concurrent;

namespace Fds.Grains.Telemetry;

/// <summary>
/// Which studies a silo has had to do with lately. What it counted of others is not shown any more, so that the exposition does not
/// grow with every study that ever ran; meanwhile a scraper has had time to take the last values.
/// </summary>
internal sealed class StudyRetention(TimeProvider time)
{
    /// <summary>How long a study's counts stay after the silo last had to do with it.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, long> seen = new(StringComparer.Ordinal);
    private long looked = time.GetTimestamp();

    /// <summary>The silo has something to do with a study.</summary>
    /// <returns>Whether it had nothing to do with it lately.</returns>
    public bool See(string study)
    {
        bool isNew = !seen.ContainsKey(study);
        seen[study] = time.GetTimestamp();
        return isNew;
    }

    /// <summary>The studies whose time is over, each once. Looks every few seconds at most.</summary>
    public IReadOnlySet<string> Expired()
    {
        HashSet<string> expired = new(StringComparer.Ordinal);
        long last = Volatile.Read(ref looked);
        if (time.GetElapsedTime(last) >= Period && Interlocked.CompareExchange(ref looked, time.GetTimestamp(), last) == last)
        {
            expired.UnionWith(seen.Where(study => time.GetElapsedTime(study.Value) >= Span && seen.TryRemove(study)).Select(study => study.Key));
        }

        return expired;
    }
}
