using System.Globalization;

namespace Fds.Client.Charts;

/// <summary>Numbers as people write them: 119,298 and 1e-5.</summary>
internal static class ChartNumber
{
    private const double Long = 1e4;
    private const double TooLong = 1e12;

    /// <summary>A number of four figures, or of all before the point; a dash where it is not known.</summary>
    public static string Words(double? value) => value is not { } number || double.IsNaN(number)
        ? "–"
        : Math.Abs(number) is >= Long and < TooLong ? number.ToString("N0", CultureInfo.InvariantCulture) : Short(number, "G4");

    /// <summary>A number of two figures, for an error.</summary>
    public static string Error(double? value) => value is { } number ? Short(number, "G2") : "–";

    private static string Short(double number, string format)
    {
        string text = number.ToString(format, CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text : $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}";
    }
}
