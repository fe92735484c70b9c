namespace Fds.Client.Rendering;

/// <summary>A canvas of braille characters, of which each has two dots by four.</summary>
internal sealed class BrailleCanvas
{
    private const int Across = 2;
    private const int Down = 4;
    private const char Blank = '\u2800';
    private static readonly int[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };
    private readonly int[,] cells;

    /// <param name="columns">Characters across.</param>
    /// <param name="rows">Lines.</param>
    public BrailleCanvas(int columns, int rows) => cells = new int[rows, columns];

    /// <summary>Dots across.</summary>
    public int Width => cells.GetLength(1) * Across;

    /// <summary>Dots down.</summary>
    public int Height => cells.GetLength(0) * Down;

    /// <summary>Its lines of text.</summary>
    public IEnumerable<string> Lines => Enumerable.Range(0, cells.GetLength(0)).Select(row => string.Concat(Enumerable.Range(0, cells.GetLength(1)).Select(column => (char)(Blank + cells[row, column]))));

    /// <summary>Sets a dot, from the left and from the top; one that is outside is left out.</summary>
    public void Set(int x, int y)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height)
        {
            cells[y / Down, x / Across] |= Dots[x % Across, y % Down];
        }
    }

    /// <summary>Draws a straight line; a dotted one has every third of its dots.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, bool dotted = false)
    {
        int length = (int)Math.Ceiling(Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y))));
        for (int i = 0; i <= length; i++)
        {
            double share = (double)i / length;
            (int x, int y) = ((int)Math.Round(from.X + (share * (to.X - from.X))), (int)Math.Round(from.Y + (share * (to.Y - from.Y))));
            if (!dotted || (x + y) % 3 == 0)
            {
                Set(x, y);
            }
        }
    }
}
