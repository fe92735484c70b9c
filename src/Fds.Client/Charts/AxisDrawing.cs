using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;

namespace Fds.Client.Charts;

/// <summary>An axis as the library draws it: its ends, its labels, its colours.</summary>
internal static class AxisDrawing
{
    /// <summary>Of all text on a chart.</summary>
    public const double FontSize = 11;

    private const double Half = 0.5;
    private const double Room = 0.05;
    private const double LittleRoom = 0.01;
    private static readonly double[] Powers = [.. Enumerable.Range(-12, 30).Select(power => Math.Pow(10, power))];

    /// <summary>The axis.</summary>
    /// <param name="axis">What it shows.</param>
    /// <param name="position">Where it is.</param>
    /// <param name="values">All that is on it.</param>
    /// <param name="hasRoom">Whether there is room beyond the outermost values, for points.</param>
    public static Axis Of(ChartAxis axis, AxisPosition position, double[] values, bool hasRoom)
    {
        Axis made = axis.IsLogarithmic ? new LogarithmicAxis() : new LinearAxis();
        made.Position = position;
        made.Title = axis.Title;
        made.TitleFontSize = FontSize;
        made.AxisTitleDistance = position == AxisPosition.Left ? 8 : 1;
        made.AxislineStyle = LineStyle.Solid;
        made.TickStyle = TickStyle.Outside;
        made.MajorTickSize = 4;
        made.MinorTickSize = axis.IsLogarithmic ? 2 : 0;
        made.MajorGridlineStyle = axis.Names.Count == 0 ? LineStyle.Solid : LineStyle.None;
        made.MajorGridlineThickness = 1;
        (made.TextColor, made.TitleColor, made.AxislineColor, made.TicklineColor, made.MinorTicklineColor, made.MajorGridlineColor) =
            (ChartColours.Ink, ChartColours.Ink, ChartColours.Axis, ChartColours.Axis, ChartColours.Axis, ChartColours.Grid);
        made.LabelFormatter = axis.Names.Count > 0 ? value => Name(axis, value) : axis.IsShare ? value => $"{value * 100:0.####} %" : Label;
        Limit(made, axis, values, hasRoom);
        return made;
    }

    private static string Name(ChartAxis axis, double value) => value == Math.Round(value) && value >= 0 && value < axis.Names.Count ? axis.Names[(int)value] : "";

    private static string Label(double value) => Math.Abs(value) is > 0 and < 1e-3 or >= 1e5 ? value.ToString("0.##e0", CultureInfo.InvariantCulture) : value.ToString("0.#####", CultureInfo.InvariantCulture);

    private static void Limit(Axis made, ChartAxis axis, double[] values, bool hasRoom)
    {
        double least = Math.Min(axis.Minimum ?? double.PositiveInfinity, values.DefaultIfEmpty(axis.IsLogarithmic ? 1 : 0).Min());
        double most = Math.Max(axis.Maximum ?? double.NegativeInfinity, values.DefaultIfEmpty(axis.IsLogarithmic ? 10 : 1).Max());
        if (axis.Names.Count > 0)
        {
            (made.StartPosition, made.EndPosition, made.MajorStep, made.MinorStep) = made.Position == AxisPosition.Left ? (1, 0, Math.Ceiling(axis.Names.Count / 24.0), 1) : (0, 1, 1, 1);
            (made.Minimum, made.Maximum) = (-Half, axis.Names.Count - Half);
            return;
        }

        if (axis.IsWhole && !axis.IsLogarithmic && most - least <= 10)
        {
            (made.MajorStep, made.MinorStep) = (1, 1);
        }

        (made.Minimum, made.Maximum) = axis.IsLogarithmic ? Logarithmic(least, most) : Linear(least, most, hasRoom ? Room : LittleRoom);
    }

    /// <summary>Numbers that are all alike are in the middle of an axis that is a little longer.</summary>
    private static (double Least, double Most) Linear(double least, double most, double share)
    {
        if (most - least < 1e-12 * Math.Max(1, Math.Abs(most)))
        {
            double around = most == 0 ? 1 : Math.Abs(most) * 0.2;
            return least == 0 ? (0, around) : (least - around, most + around);
        }

        double room = share * (most - least);
        return (least == 0 ? 0 : least - room, most + room);
    }

    private static (double Least, double Most) Logarithmic(double least, double most)
    {
        double room = Math.Max(1.1, Math.Pow(most / least, 0.05));
        double last = Powers.FirstOrDefault(power => power >= most, most);
        return (least / room, most * room > last && last / most < 1.5 ? last * 1.05 : most * room);
    }
}
