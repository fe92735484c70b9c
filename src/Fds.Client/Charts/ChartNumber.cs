using Fds.Client.Rendering;

namespace Fds.Client.Charts;

/// <summary>Numbers in charts, as <see cref="Figure"/> writes them; a dash where one is not known.</summary>
internal static class ChartNumber
{
    private const int Digits = 4;
    private const int DigitsOfError = 2;

    /// <summary>A number of four figures, or of all before the point.</summary>
    public static string Words(double? value) => Known(value, Digits);

    /// <summary>A number of two figures, for an error.</summary>
    public static string Error(double? value) => Known(value, DigitsOfError);

    private static string Known(double? value, int digits) => value is { } number && !double.IsNaN(number) ? Figure.Of(number, digits) : "–";
}
