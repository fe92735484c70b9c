namespace Fds.Core.Datasets.Glyphs;

/// <summary>A small grey image that strokes are drawn on. Ink is 0 to 1; a pixel's ink follows from its distance to the nearest stroke.</summary>
internal sealed class GlyphCanvas(int side)
{
    private readonly double[] squaredDistance = Enumerable.Repeat(double.PositiveInfinity, side * side).ToArray();

    /// <summary>Adds a line from one point to another, in pixels; only pixels within <paramref name="reach"/> of it are looked at.</summary>
    public void Line(GlyphPoint from, GlyphPoint to, double reach)
    {
        (int top, int bottom) = Range(from.Y, to.Y, reach);
        (int left, int right) = Range(from.X, to.X, reach);
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double length = Math.Max((dx * dx) + (dy * dy), 1e-12);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double along = Math.Clamp((((x - from.X) * dx) + ((y - from.Y) * dy)) / length, 0, 1);
                (double awayX, double awayY) = (x - from.X - (along * dx), y - from.Y - (along * dy));
                ref double nearest = ref squaredDistance[(y * side) + x];
                nearest = Math.Min(nearest, (awayX * awayX) + (awayY * awayY));
            }
        }
    }

    /// <summary>The ink of strokes of the given half width, whose edge fades over one pixel.</summary>
    public double[] Ink(double halfWidth)
    {
        double[] ink = new double[squaredDistance.Length];
        for (int i = 0; i < ink.Length; i++)
        {
            ink[i] = Math.Clamp(halfWidth + 0.5 - Math.Sqrt(squaredDistance[i]), 0, 1);
        }

        return ink;
    }

    /// <summary>Blurs by the kernel [s, 1 − 2s, s] along rows, then along columns; beyond the border there is no ink.</summary>
    public double[] Blur(double[] ink, double strength)
    {
        double[] rows = BlurAlong(ink, strength, step: 1);
        return BlurAlong(rows, strength, step: side);
    }

    private double[] BlurAlong(double[] ink, double strength, int step)
    {
        double[] blurred = new double[ink.Length];
        for (int i = 0; i < ink.Length; i++)
        {
            int position = i / step % side;
            double before = position > 0 ? ink[i - step] : 0;
            double after = position < side - 1 ? ink[i + step] : 0;
            blurred[i] = (strength * (before + after)) + ((1 - (2 * strength)) * ink[i]);
        }

        return blurred;
    }

    private (int First, int Last) Range(double a, double b, double reach) =>
        ((int)Math.Max(Math.Ceiling(Math.Min(a, b) - reach), 0), (int)Math.Min(Math.Floor(Math.Max(a, b) + reach), side - 1));
}
