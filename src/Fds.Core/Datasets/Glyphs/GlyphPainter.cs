using Fds.Core.Training;

namespace Fds.Core.Datasets.Glyphs;

/// <summary>Draws one distorted digit.</summary>
internal static class GlyphPainter
{
    private const double LeastHalfWidth = 0.6;
    private const double MostHalfWidth = 1.7;
    private const double MostBlur = 0.25;
    private const double MostNoise = 0.06;

    /// <summary>Draws <paramref name="digit"/> into <paramref name="pixels"/>, side × side bytes; everything random comes from the generator.</summary>
    public static void Paint(int digit, ref SplitMix64 random, int side, Span<byte> pixels)
    {
        GlyphPoint[][] strokes = GlyphStyles.Strokes(digit, random.Below(GlyphStyles.Count(digit)));
        GlyphWarp warp = new(ref random, side);
        double halfWidth = random.Between(LeastHalfWidth, MostHalfWidth);
        GlyphCanvas canvas = new(side);
        foreach (GlyphPoint[] stroke in strokes)
        {
            Draw(canvas, stroke, warp, reach: halfWidth + 0.5);
        }

        double[] ink = canvas.Blur(canvas.Ink(halfWidth), random.Between(0, MostBlur));
        double strength = random.Between(0.75, 1.1);
        double noise = random.Between(0, MostNoise);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(Math.Clamp((ink[i] * strength) + random.Normal(noise), 0, 1) * 255);
        }
    }

    private static void Draw(GlyphCanvas canvas, GlyphPoint[] stroke, GlyphWarp warp, double reach)
    {
        GlyphPoint from = warp.Place(stroke[0]);
        for (int i = 1; i < stroke.Length; i++)
        {
            GlyphPoint to = warp.Place(stroke[i]);
            canvas.Line(from, to, reach);
            from = to;
        }
    }
}
