namespace Fds.Core.Datasets.Glyphs;

/// <summary>
/// Sine and cosine from additions and multiplications alone. The framework's differ by a last bit between platforms, which could
/// tip a pixel; IEEE arithmetic does not.
/// </summary>
internal static class StableMath
{
    /// <summary>Sine and cosine of an angle in degrees, to 1e-11.</summary>
    public static (double Sin, double Cos) SinCosDegrees(double degrees)
    {
        double turns = degrees / 360;
        double x = (turns - Math.Floor(turns + 0.5)) * (2 * Math.PI);

        // |x| ≤ π: the series of x/4, doubled twice, needs only a few terms.
        double y = x / 4;
        double square = y * y;
        double sin = y * (1 - (square / 6 * (1 - (square / 20 * (1 - (square / 42 * (1 - (square / 72 * (1 - (square / 110 * (1 - (square / 156))))))))))));
        double cos = 1 - (square / 2 * (1 - (square / 12 * (1 - (square / 30 * (1 - (square / 56 * (1 - (square / 90 * (1 - (square / 132)))))))))));
        (sin, cos) = (2 * sin * cos, (cos * cos) - (sin * sin));
        return (2 * sin * cos, (cos * cos) - (sin * sin));
    }
}
