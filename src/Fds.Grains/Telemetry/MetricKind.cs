namespace Fds.Grains.Telemetry;

/// <summary>What an instrument does with its values.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, until its silo stops or forgets it.</summary>
    Counter,

    /// <summary>Shows the current value at a scrape.</summary>
    Gauge,

    /// <summary>Sorts values into buckets.</summary>
    Histogram,
}
