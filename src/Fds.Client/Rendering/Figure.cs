using System.Globalization;

namespace Fds.Client.Rendering;

/// <summary>One number as people write it: 119,298 and 0.25 and 3e-5.</summary>
internal static class Figure
{
    private const double Grouped = 1000;
    private const double Large = 1e15;
    private const double Small = 1e-4;
    private const int DigitsOfError = 2;

    /// <summary>The number, rounded to so many digits where it is not a whole one.</summary>
    public static string Of(double number, int digits) => Math.Abs(number) switch
    {
        0 => "0",
        double.NaN or double.PositiveInfinity => number.ToString(CultureInfo.InvariantCulture),
        >= Large or < Small => number.ToString($"0.{new string('#', digits - 1)}e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal),
        >= Grouped => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => Below(number, digits),
    };

    /// <summary>A number with its standard error, which has two digits; the number has as many decimals.</summary>
    /// <param name="number">The number.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="mostDecimals">More decimals than these nobody reads.</param>
    /// <param name="unit">Stands behind both, such as a percent sign.</param>
    public static string WithError(double number, double error, int mostDecimals = int.MaxValue, string unit = "")
    {
        double largest = Math.Max(Math.Abs(number), error);
        int exponent = largest is >= Large or < Small ? (int)Math.Floor(Math.Log10(largest)) : 0;
        double scale = Math.Pow(10, exponent);
        int decimals = Math.Min(mostDecimals, DecimalsOf(error / scale));
        string both = $"{Rounded(number / scale, decimals)} ± {Rounded(error / scale, decimals)}";
        return exponent == 0 ? $"{both}{unit}" : $"({both})e{exponent}{unit}";
    }

    /// <summary>A whole number in groups of three digits.</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Below(double number, int digits)
    {
        string text = number.ToString($"G{digits}", CultureInfo.InvariantCulture);
        return text is "1000" or "-1000" ? text.Insert(text.Length - 3, ",") : text;
    }

    /// <summary>The decimals with which an error has two digits; below 0 where it is in the hundreds or more.</summary>
    private static int DecimalsOf(double error)
    {
        int first = (int)Math.Floor(Math.Log10(error));
        return DigitsOfError - 1 - (Math.Round(error / Math.Pow(10, first), DigitsOfError - 1) >= 10 ? first + 1 : first);
    }

    private static string Rounded(double number, int decimals)
    {
        double unit = decimals < 0 ? Math.Pow(10, -decimals) : 1;
        string text = (Math.Round(number / unit) * unit).ToString("N0", CultureInfo.InvariantCulture);
        text = decimals < 0 ? text : number.ToString($"N{decimals}", CultureInfo.InvariantCulture);
        return text.TrimStart('-').All(character => character is '0' or '.') ? text.TrimStart('-') : text;
    }
}
