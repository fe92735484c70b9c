using OxyPlot;

namespace Fds.Client.Charts;

/// <summary>
/// Colours by their role. A chart is drawn with colours that only name a class, and the style sheet gives the class its colour, light or dark.
/// The series have the eight hues of Okabe and Ito, which people with any kind of colour vision tell apart, darker on white where they would be too pale.
/// </summary>
internal static class ChartColours
{
    /// <summary>Number of colours for series; further series begin again.</summary>
    public const int Series = 8;

    /// <summary>Number of colours from the first window to the last.</summary>
    public const int Shades = 8;

    private const byte OfRole = 1;
    private const byte OfSeries = 2;
    private const byte OfBand = 3;
    private const byte OfCell = 4;
    private static readonly string[] Roles = ["ink", "axis", "grid"];

    /// <summary>Of text.</summary>
    public static OxyColor Ink { get; } = OxyColor.FromRgb(OfRole, 0, 0);

    /// <summary>Of axes and ticks.</summary>
    public static OxyColor Axis { get; } = OxyColor.FromRgb(OfRole, 1, 0);

    /// <summary>Of the grid.</summary>
    public static OxyColor Grid { get; } = OxyColor.FromRgb(OfRole, 2, 0);

    /// <summary>Of a series; from <see cref="Shade"/> on those of windows.</summary>
    public static OxyColor Line(int colour) => OxyColor.FromRgb(OfSeries, (byte)Bounded(colour), 0);

    /// <summary>Of the band around a series.</summary>
    public static OxyColor Band(int colour) => OxyColor.FromRgb(OfBand, (byte)Bounded(colour), 0);

    /// <summary>Of a cell with a level from −3 to 3.</summary>
    public static OxyColor Cell(int level) => OxyColor.FromRgb(OfCell, (byte)(level + 3), 0);

    /// <summary>The colour of a window: dark at the beginning of the run, light at its end.</summary>
    public static int Shade(int window, int windows) => Series + (windows < 2 ? 0 : window * (Shades - 1) / (windows - 1));

    /// <summary>The class of what has a colour; null for what is not drawn.</summary>
    public static string? Class(OxyColor colour) => colour.IsInvisible() || colour.IsUndefined() ? null : colour.R switch
    {
        OfRole => Roles[colour.G],
        OfSeries => Class(colour.G),
        OfBand => $"b{colour.G}",
        OfCell => $"h{colour.G}",
        _ => null,
    };

    /// <summary>The class of a series' colour.</summary>
    public static string Class(int colour) => $"c{Bounded(colour)}";

    private static int Bounded(int colour) => colour < Series + Shades ? colour : colour % Series;
}
