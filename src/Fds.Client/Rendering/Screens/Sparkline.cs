namespace Fds.Client.Rendering.Screens;

/// <summary>Values as a row of blocks, the lowest value the lowest block.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Level = "▄";
    private const int WidestValue = 3;

    /// <summary>The cells of a plot that has room.</summary>
    public static int Wanted(int values) => values < 2 ? 0 : values * Math.Clamp(12 / values, 1, WidestValue);

    /// <summary>Draws values into so many cells or fewer: each of several cells, or of many the means of neighbours.</summary>
    public static string Draw(IReadOnlyList<double> values, int width)
    {
        if (width < 1 || values.Count == 0)
        {
            return "";
        }

        double[] shown = values.Count <= width ? [.. values.SelectMany(value => Enumerable.Repeat(value, Math.Min(WidestValue, width / values.Count)))] : [.. Enumerable.Range(0, width).Select(cell => Mean(values, cell, width))];
        double[] finite = [.. shown.Where(double.IsFinite)];
        return finite.Length == 0 ? new string(' ', shown.Length) : string.Concat(shown.Select(value => Block(value, finite.Min(), finite.Max())));
    }

    private static double Mean(IReadOnlyList<double> values, int cell, int width)
    {
        int first = cell * values.Count / width;
        int end = Math.Max(first + 1, (cell + 1) * values.Count / width);
        return Enumerable.Range(first, end - first).Average(index => values[index]);
    }

    private static string Block(double value, double low, double high) => double.IsFinite(value)
        ? high - low <= 1e-9 * Math.Abs(high) ? Level : Blocks[(int)Math.Round((value - low) / (high - low) * (Blocks.Length - 1))].ToString()
        : " ";
}
