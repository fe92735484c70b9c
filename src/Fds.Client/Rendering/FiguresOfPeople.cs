namespace Fds.Client.Rendering;

/// <summary>Figures as people write them.</summary>
internal sealed class FiguresOfPeople : TableFigures
{
    private const int LongDigits = 6;
    private const int TinyDigits = 2;

    public override string Number(double? value) => Words.Number(value);

    public override string Long(double? value) => value is { } number ? Figure.Of(number, LongDigits) : "";

    public override string Whole(long value) => Figure.Whole(value);

    public override string Tiny(double? value) => value is { } number ? Figure.Of(number, TinyDigits) : "";

    public override string Exact(double? value) => value is null ? "" : Words.Number(value);

    public override string Share(double? value) => value.HasValue ? Words.Percent(value) : "";

    public override string Time(double? seconds) => seconds is { } some ? Words.Duration(some) ?? "-" : "-";

    public override string ExactTime(double? seconds) => Time(seconds);

    public override string Choose(string files, string people) => people;

    public override string[] Headings(string number, string error) => [number];

    public override string[] WithError(double? number, double? error) => [Words.WithError(number, error)];

    public override string[] ExactWithError(double? number, double? error) => WithError(number, error);

    public override string[] PercentWithError(double? share, double? error) => [Words.PercentWithError(share, error)];
}
