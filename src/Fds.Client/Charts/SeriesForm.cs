namespace Fds.Client.Charts;

/// <summary>How a series is drawn.</summary>
internal enum SeriesForm
{
    /// <summary>A line through its points, with a band where they have a low and a high.</summary>
    Line,

    /// <summary>Values that hold from X to End.</summary>
    Steps,

    /// <summary>Points, with upright whiskers where they have a low and a high.</summary>
    Points,

    /// <summary>Points with whiskers along the X axis.</summary>
    Whiskers,

    /// <summary>Cells of a grid, coloured by their level.</summary>
    Cells,
}
