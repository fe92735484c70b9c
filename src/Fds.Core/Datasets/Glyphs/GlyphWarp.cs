using Fds.Core.Training;

namespace Fds.Core.Datasets.Glyphs;

/// <summary>
/// Takes a digit's points from the unit box to pixels: a smooth random displacement, then scale, shear, rotation and a shift.
/// </summary>
internal sealed class GlyphWarp
{
    /// <summary>Points per side of the grid on which displacements are drawn; between the points they are interpolated bilinearly.</summary>
    private const int Grid = 4;
    private const double Jitter = 0.055;
    private const double Height = 19;
    private const double Aspect = 0.78;
    private const double MostRotation = 16;
    private const double MostShear = 0.28;
    private const double MostShift = 2.05;
    private readonly double[] bendX = new double[Grid * Grid];
    private readonly double[] bendY = new double[Grid * Grid];
    private readonly (double XX, double XY, double YX, double YY) affine;
    private readonly GlyphPoint centre;

    public GlyphWarp(ref SplitMix64 random, int side)
    {
        for (int i = 0; i < Grid * Grid; i++)
        {
            bendX[i] = random.Normal(Jitter);
            bendY[i] = random.Normal(Jitter);
        }

        double height = Height * random.Between(0.8, 1.1);
        double width = Height * Aspect * random.Between(0.7, 1.15);
        double shear = random.Between(-MostShear, MostShear);
        (double sin, double cos) = StableMath.SinCosDegrees(random.Between(-MostRotation, MostRotation));
        affine = (cos * width, -(sin + (cos * shear)) * height, sin * width, (cos - (sin * shear)) * height);
        double middle = (side - 1) / 2.0;
        centre = new GlyphPoint(middle + random.Between(-MostShift, MostShift), middle + random.Between(-MostShift, MostShift));
    }

    /// <summary>Where a point of the unit box lies, in pixels (the centre of pixel 0 is 0).</summary>
    public GlyphPoint Place(GlyphPoint point)
    {
        double x = point.X + Bend(bendX, point) - 0.5;
        double y = point.Y + Bend(bendY, point) - 0.5;
        return new GlyphPoint(
            centre.X + (affine.XX * x) + (affine.XY * y),
            centre.Y + (affine.YX * x) + (affine.YY * y));
    }

    private static double Bend(double[] grid, GlyphPoint point)
    {
        double x = Math.Clamp(point.X, 0, 1) * (Grid - 1);
        double y = Math.Clamp(point.Y, 0, 1) * (Grid - 1);
        int column = Math.Min((int)x, Grid - 2);
        int row = Math.Min((int)y, Grid - 2);
        (double right, double down) = (x - column, y - row);
        int at = (row * Grid) + column;
        double above = (grid[at] * (1 - right)) + (grid[at + 1] * right);
        double below = (grid[at + Grid] * (1 - right)) + (grid[at + Grid + 1] * right);
        return (above * (1 - down)) + (below * down);
    }
}
