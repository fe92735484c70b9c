namespace Fds.Client.Charts;

/// <summary>What is on a chart, without how it is drawn.</summary>
/// <param name="Title">Its title.</param>
/// <param name="X">The axis at the bottom.</param>
/// <param name="Y">The axis on the left.</param>
/// <param name="Series">What is drawn, in this order.</param>
internal sealed record Chart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    private const int MostDescribed = 6;

    /// <summary>Height over width.</summary>
    public double Aspect { get; init; } = 0.6;

    /// <summary>What to know besides; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The chart in words, for who cannot see it.</summary>
    public string Description => $"{Title}. {string.Join(" ", Series.Take(MostDescribed).Select(series => series.Describe(X, Y)))}{(Series.Count > MostDescribed ? $" {Series.Count - MostDescribed} more are in the table." : "")}";
}
