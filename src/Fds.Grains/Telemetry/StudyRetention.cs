using System.Collections.Concurrent;

namespace Fds.Grains.Telemetry;

/// <summary>
/// The studies that a silo has recently worked on. Counts of other studies are no longer shown, so that the exposition does not
/// grow with every study that ever ran; meanwhile a scraper has had time to take the last values.
/// </summary>
internal sealed class StudyRetention(TimeProvider time)
{
    /// <summary>How long a study's counts stay after the silo last had to do with it, give or take a <see cref="Period"/>.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(10);

    /// <summary>Time between checks for studies whose time is over.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Seen> studies = new(StringComparer.Ordinal);

    /// <summary>Notes that the silo works on a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="series">How many series of one instrument know it, at most.</param>
    public void See(string study, int series = 1)
    {
        long now = time.GetTimestamp();
        studies.AddOrUpdate(study, _ => new(now, series), (_, before) => new(now, Math.Max(before.Series, series)));
    }

    /// <summary>The studies whose time is over, each once, and how many series of one instrument knew them, at most.</summary>
    public (IReadOnlySet<string> Studies, int Series) Expired()
    {
        KeyValuePair<string, Seen>[] expired = [.. studies.Where(study => time.GetElapsedTime(study.Value.At) >= Span && studies.TryRemove(study))];
        return (expired.Select(study => study.Key).ToHashSet(StringComparer.Ordinal), expired.Sum(study => study.Value.Series));
    }

    private sealed record Seen(long At, int Series);
}
