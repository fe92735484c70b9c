namespace Fds.Core.Datasets.Glyphs;

/// <summary>How each digit is written: several styles, each a list of strokes, each a list of points in the unit box.</summary>
internal static class GlyphStyles
{
    private const int PointsPerArc = 14;

    /// <summary>Number of digits.</summary>
    public const int Digits = 10;

    private static readonly GlyphPoint[][][][] Styles =
    [
        [
            [Arc(.5, .5, .36, .5, -90, 270)],
            [Arc(.5, .5, .25, .5, -70, 290)],
            [Arc(.5, .52, .34, .46, -50, 285)],
        ],
        [
            [Path((.5, 0), (.5, 1))],
            [Path((.3, .22), (.55, 0), (.55, 1))],
            [Path((.28, .2), (.52, 0), (.52, 1)), Path((.28, 1), (.76, 1))],
        ],
        [
            [Join(Arc(.48, .28, .32, .28, 190, 400), Path((.14, 1), (.88, 1)))],
            [Join(Arc(.5, .25, .3, .25, 170, 410), Path((.3, .8), (.18, 1), (.5, .93), (.86, .98)))],
            [Join(Arc(.5, .3, .33, .3, 200, 395), Path((.4, .82)), Arc(.3, .88, .13, .11, 0, -300), Path((.62, .95), (.9, .96)))],
        ],
        [
            [Join(Arc(.45, .26, .3, .26, -150, 90), Arc(.45, .76, .36, .24, -90, 150))],
            [Join(Path((.18, 0), (.8, 0), (.45, .42)), Arc(.45, .71, .35, .29, -90, 150))],
            [Join(Arc(.45, .24, .34, .24, -140, 70), Path((.4, .48)), Arc(.45, .74, .38, .26, -80, 130))],
        ],
        [
            [Path((.25, 0), (.14, .6), (.88, .6)), Path((.68, .15), (.65, 1))],
            [Path((.66, 1), (.66, 0), (.1, .68), (.92, .68))],
            [Path((.2, .05), (.2, .5), (.75, .5)), Path((.75, 0), (.75, 1))],
        ],
        [
            [Join(Path((.8, 0), (.28, 0), (.22, .43)), Arc(.45, .68, .36, .32, -130, 140))],
            [Join(Path((.3, .05), (.26, .44)), Arc(.45, .7, .36, .3, -120, 150)), Path((.3, .05), (.84, .02))],
            [Join(Path((.85, .05), (.35, .02), (.25, .4), (.5, .4)), Arc(.48, .7, .34, .3, -80, 160))],
        ],
        [
            [Join(Arc(.74, .7, .56, .7, -95, -180), Arc(.5, .7, .32, .3, 180, 530))],
            [Join(Path((.62, 0), (.3, .45)), Arc(.5, .73, .3, .27, 200, 560))],
            [Join(Arc(.62, .6, .42, .6, -60, -180), Arc(.48, .74, .28, .25, 180, 480))],
        ],
        [
            [Path((.14, 0), (.86, 0), (.4, 1))],
            [Path((.14, .03), (.84, 0), (.42, 1)), Path((.32, .52), (.78, .5))],
            [Path((.15, .15), (.18, .02), (.86, .04), (.62, .42), (.5, .72), (.47, 1))],
        ],
        [
            [Arc(.5, .25, .27, .25, 90, 450), Arc(.5, .75, .34, .25, -90, 270)],
            [Join(Arc(.5, .24, .26, .24, -30, -250), Path((.68, .6)), Arc(.5, .76, .28, .24, -40, 220), Path((.7, .15)))],
            [Arc(.52, .23, .22, .23, 90, 450), Arc(.48, .73, .26, .27, -90, 270)],
        ],
        [
            [Arc(.5, .28, .31, .28, 0, 360), Path((.81, .28), (.76, 1))],
            [Join(Arc(.48, .27, .3, .27, -20, -370), Path((.72, .6), (.5, 1)))],
            [Join(Arc(.48, .28, .3, .28, -10, -360), Path((.78, .7)), Arc(.5, .74, .28, .26, 0, 140))],
        ],
    ];

    /// <summary>How many styles a digit has.</summary>
    public static int Count(int digit) => Styles[digit].Length;

    /// <summary>The strokes of one style of a digit.</summary>
    public static GlyphPoint[][] Strokes(int digit, int style) => Styles[digit][style];

    private static GlyphPoint[] Path(params (double X, double Y)[] points) => [.. points.Select(point => new GlyphPoint(point.X, point.Y))];

    private static GlyphPoint[] Join(params GlyphPoint[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>Part of an ellipse; angles in degrees, clockwise on the page from 3 o'clock.</summary>
    private static GlyphPoint[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var points = new GlyphPoint[PointsPerArc + 1];
        for (int i = 0; i <= PointsPerArc; i++)
        {
            (double sin, double cos) = StableMath.SinCosDegrees(from + ((to - from) * i / PointsPerArc));
            points[i] = new GlyphPoint(x + (radiusX * cos), y + (radiusY * sin));
        }

        return points;
    }
}
