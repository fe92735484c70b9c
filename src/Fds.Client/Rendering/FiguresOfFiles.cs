using System.Globalization;

namespace Fds.Client.Rendering;

/// <summary>Figures as the csv format has had them from the first version on: scripts depend on them.</summary>
internal sealed class FiguresOfFiles : TableFigures
{
    public override string Number(double? value) => Figures(value, "G4", "-");

    public override string Long(double? value) => Figures(value, "G6", "");

    public override string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    public override string Tiny(double? value) => value is 0 ? "0" : Figures(value, "0.0E+0", "");

    public override string Exact(double? value) => Words.Exact(value);

    public override string Share(double? value) => Words.Share(value);

    public override string Time(double? seconds) => Number(seconds);

    public override string ExactTime(double? seconds) => Exact(seconds);

    public override string Choose(string files, string people) => files;

    public override string[] Headings(string number, string error) => [number, error];

    public override string[] WithError(double? number, double? error) => [Number(number), Number(error)];

    public override string[] ExactWithError(double? number, double? error) => [Exact(number), Exact(error)];

    public override string[] PercentWithError(double? share, double? error) => [Words.Percent(share), Words.Percent(error)];

    private static string Figures(double? value, string format, string absent) => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : absent;
}
