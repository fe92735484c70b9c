namespace Fds.Client.Charts;

/// <summary>A point of a series.</summary>
/// <param name="X">Where it is.</param>
/// <param name="Y">Its value.</param>
internal sealed record ChartPoint(double X, double Y)
{
    /// <summary>Lower end of its uncertainty; null where there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its uncertainty.</summary>
    public double? High { get; init; }

    /// <summary>Where the value ends to hold, for <see cref="SeriesForm.Steps"/>.</summary>
    public double End { get; init; } = X;

    /// <summary>What it says when it is pointed at; null: its numbers.</summary>
    public string? Note { get; init; }

    /// <summary>Colour of a cell: from −3 to 3.</summary>
    public int Level { get; init; }
}
