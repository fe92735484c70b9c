using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A number within bounds; an open end is not itself allowed. Infinity and NaN never are.</summary>
internal sealed class NumberRule(double minimum, double maximum, bool openMinimum = false, bool openMaximum = false) : ValueRule<double>
{
    public override string Expected => (openMinimum, openMaximum) switch
    {
        (false, false) => $"a number from {Text(minimum)} to {Text(maximum)}",
        (false, true) => $"a number from {Text(minimum)} to below {Text(maximum)}",
        (true, false) => $"a number above {Text(minimum)} and at most {Text(maximum)}",
        _ => $"a number above {Text(minimum)} and below {Text(maximum)}",
    };

    public override double Example => openMinimum ? (minimum + maximum) / 2 : minimum;

    public override bool TryRead(YamlNode node, out double value)
    {
        value = 0;
        return Scalars.Plain(node) is { } text
            && double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
            && (openMinimum ? value > minimum : value >= minimum)
            && (openMaximum ? value < maximum : value <= maximum);
    }

    public override string Hint(YamlNode node) =>
        Scalars.QuotesHint(this, node) is { Length: > 0 } quotes ? quotes : NumberSpelling.Hint(node, text => TryRead(Scalars.OfText(text), out _) ? text : null);

    public override JsonObject Schema() => new()
    {
        ["type"] = "number",
        [openMinimum ? "exclusiveMinimum" : "minimum"] = minimum,
        [openMaximum ? "exclusiveMaximum" : "maximum"] = maximum,
    };

    private static string Text(double value) => value.ToString("G", CultureInfo.InvariantCulture);
}
