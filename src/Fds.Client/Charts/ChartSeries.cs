namespace Fds.Client.Charts;

/// <summary>A series of a chart.</summary>
/// <param name="Name">What it is, in its legend.</param>
/// <param name="Form">How it is drawn.</param>
/// <param name="Points">Its points.</param>
internal sealed record ChartSeries(string Name, SeriesForm Form, IReadOnlyList<ChartPoint> Points)
{
    private const int MostNamed = 12;

    /// <summary>Which colour, from 0; see <see cref="ChartColours"/>.</summary>
    public int Colour { get; init; }

    /// <summary>Whether it is there for comparison: thinner, and dashed where it is a line.</summary>
    public bool IsGhost { get; init; }

    /// <summary>Whether its points tell their numbers where they are pointed at.</summary>
    public bool HasTips { get; init; } = true;

    /// <summary>The series in words.</summary>
    public string Describe(ChartAxis x, ChartAxis y)
    {
        if (Points.Count == 0)
        {
            return $"{Name}: nothing.";
        }

        if (Form == SeriesForm.Whiskers)
        {
            return $"{Name}: {string.Join(", ", Points.Take(MostNamed).Select(point => $"{y.Words(point.Y)} {x.Words(point.X)}"))}.";
        }

        return Form == SeriesForm.Cells
            ? $"{Points.Count} cells."
            : $"{Name}: from {y.Words(Points[0].Y)} to {y.Words(Points[^1].Y)}, lowest {y.Words(Points.Min(point => point.Y))}, highest {y.Words(Points.Max(point => point.Y))}.";
    }
}
