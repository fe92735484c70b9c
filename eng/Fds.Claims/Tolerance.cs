using System.Globalization;

namespace Fds.Claims;

/// <summary>How far a measured figure may be from a claimed one: <c>±0.1</c>, <c>±20%</c>, <c>×2</c> (a factor either way), <c>&lt;=</c> (at most the claimed one) or <c>&gt;=</c>.</summary>
/// <param name="Text">As it is written.</param>
internal sealed record Tolerance(string Text)
{
    /// <summary>Whether a measured figure bears a claimed one out.</summary>
    public bool Allows(double claimed, double measured) => double.IsFinite(measured) && Text switch
    {
        "<=" => measured <= claimed,
        ">=" => measured >= claimed,
        ['±', .. var share, '%'] => Math.Abs(measured - claimed) <= Number(share) / 100 * Math.Abs(claimed),
        ['±', .. var distance] => Math.Abs(measured - claimed) <= Number(distance) + 1e-9,
        ['×', .. var factor] => measured >= claimed / Number(factor) && measured <= claimed * Number(factor),
        _ => throw new FormatException($"Expected a tolerance such as ±0.1, ±20%, ×2, <= or >=, but found '{Text}'."),
    };

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
