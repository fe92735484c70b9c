using System.Collections.Immutable;

namespace Fds.Grains.Telemetry;

/// <summary>One instrument: what it is called, what it measures and what tells its series apart.</summary>
/// <param name="Kind">What it does with its values.</param>
/// <param name="Name">Its name, dotted and without the unit.</param>
/// <param name="Unit">Unit in UCUM, e.g. s, By, 1 or {step}; null where it has none.</param>
/// <param name="Description">What it measures.</param>
/// <param name="Labels">Names of its labels, in the order in which their values are given; a study comes first.</param>
internal sealed record Metric(MetricKind Kind, string Name, string? Unit, string Description, ImmutableArray<string> Labels)
{
    /// <summary>Upper ends of a histogram's buckets, in its unit.</summary>
    public ImmutableArray<double> Boundaries { get; init; } = [];

    /// <summary>Whether its series know a study by name.</summary>
    public bool KnowsStudies => Labels is ["study", ..];

    /// <summary>The labels with values in their order.</summary>
    public KeyValuePair<string, object?>[] With(params ReadOnlySpan<string> values)
    {
        if (values.Length != Labels.Length)
        {
            throw new ArgumentException($"Expected values for {string.Join(", ", Labels)}, but got {values.Length} of them.", nameof(values));
        }

        var labels = new KeyValuePair<string, object?>[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            labels[i] = new(Labels[i], values[i]);
        }

        return labels;
    }
}
