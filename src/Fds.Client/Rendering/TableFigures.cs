namespace Fds.Client.Rendering;

/// <summary>
/// How a table writes its figures: round for people, with an error beside its number; for files, which programs read, in columns and figures
/// that never change.
/// </summary>
internal abstract class TableFigures
{
    /// <summary>For people.</summary>
    public static TableFigures People { get; } = new FiguresOfPeople();

    /// <summary>For files.</summary>
    public static TableFigures Files { get; } = new FiguresOfFiles();

    /// <summary>A number in about four digits.</summary>
    public abstract string Number(double? value);

    /// <summary>A number in about six digits; nothing where there is none.</summary>
    public abstract string Long(double? value);

    /// <summary>A whole number.</summary>
    public abstract string Whole(long value);

    /// <summary>A relative error.</summary>
    public abstract string Tiny(double? value);

    /// <summary>A number that files have exactly; nothing where there is none.</summary>
    public abstract string Exact(double? value);

    /// <summary>An accuracy, which files have exactly; nothing where there is none.</summary>
    public abstract string Share(double? value);

    /// <summary>A time.</summary>
    public abstract string Time(double? seconds);

    /// <summary>A time that files have exactly.</summary>
    public abstract string ExactTime(double? seconds);

    /// <summary>One of two texts.</summary>
    /// <param name="files">What files have.</param>
    /// <param name="people">What people read.</param>
    public abstract string Choose(string files, string people);

    /// <summary>The headings of a number and its standard error.</summary>
    public abstract string[] Headings(string number, string error);

    /// <summary>A number and its standard error.</summary>
    public abstract string[] WithError(double? number, double? error);

    /// <summary>The same, which files have exactly.</summary>
    public abstract string[] ExactWithError(double? number, double? error);

    /// <summary>An accuracy and its standard error.</summary>
    public abstract string[] PercentWithError(double? share, double? error);
}
