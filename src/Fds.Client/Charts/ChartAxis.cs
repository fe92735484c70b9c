namespace Fds.Client.Charts;

/// <summary>An axis.</summary>
/// <param name="Title">What it shows, with its unit.</param>
internal sealed record ChartAxis(string Title)
{
    /// <summary>Whether it is divided by powers of ten. What is not above 0 is then left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether its numbers are whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether its numbers are shares, shown as percentages.</summary>
    public bool IsShare { get; init; }

    /// <summary>The end that it has at least; null: as its numbers have it.</summary>
    public double? Minimum { get; init; }

    /// <summary>The other end that it has at least.</summary>
    public double? Maximum { get; init; }

    /// <summary>Names of the places 0, 1, …, the first at the top; empty: it has numbers.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>One of its numbers as people read it.</summary>
    public string Words(double value) =>
        Names.Count > 0 ? Names[Math.Clamp((int)Math.Round(value), 0, Names.Count - 1)]
        : IsShare ? Rendering.Words.Percent(value)
        : IsWhole ? value.ToString("F0", System.Globalization.CultureInfo.InvariantCulture)
        : ChartNumber.Words(value);

    /// <summary>Whether a number can be shown on it.</summary>
    public bool Shows(double value) => double.IsFinite(value) && (!IsLogarithmic || value > 0);
}
