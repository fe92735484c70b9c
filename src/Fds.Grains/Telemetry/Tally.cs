using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Fds.Grains.Telemetry;

/// <summary>
/// What a counter has counted, by its labels. A counter of the platform's own would keep every label it ever had: this one can forget
/// studies, and shows what it has from the first scrape on.
/// </summary>
internal sealed class Tally(Metric metric)
{
    private readonly ConcurrentDictionary<string, Series> series = new(StringComparer.Ordinal);

    /// <summary>Counts.</summary>
    /// <param name="amount">How much; 0 makes the series known.</param>
    /// <param name="values">The labels' values, in their order.</param>
    public void Add(double amount, params ReadOnlySpan<string> values)
    {
        string key = string.Join('\n', values);
        (series.TryGetValue(key, out Series? known) ? known : series.GetOrAdd(key, new Series(metric.With(values)))).Add(amount);
    }

    /// <summary>What has been counted so far.</summary>
    public IEnumerable<Measurement<double>> Read() => series.Values.Select(one => new Measurement<double>(one.Count, one.Labels));

    /// <summary>Drops the series of studies.</summary>
    public void Forget(IReadOnlySet<string> studies)
    {
        foreach (KeyValuePair<string, Series> one in series.Where(one => studies.Contains((string)one.Value.Labels[0].Value!)))
        {
            series.TryRemove(one);
        }
    }

    private sealed class Series(KeyValuePair<string, object?>[] labels)
    {
        private double count;

        public KeyValuePair<string, object?>[] Labels => labels;

        public double Count => Volatile.Read(ref count);

        public void Add(double amount)
        {
            lock (labels)
            {
                Volatile.Write(ref count, count + amount);
            }
        }
    }
}
