using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A whole number within bounds, in plain digits.</summary>
internal sealed class IntegerRule(long minimum, long maximum) : ValueRule<long>
{
    public override string Expected => $"a whole number from {minimum} to {maximum}";

    public override long Example => minimum;

    public override bool TryRead(YamlNode node, out long value)
    {
        value = 0;
        return Scalars.Plain(node) is { } text
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= minimum && value <= maximum;
    }

    public override string Hint(YamlNode node) =>
        Scalars.QuotesHint(this, node) is { Length: > 0 } quotes ? quotes : NumberSpelling.Hint(node, Whole);

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };

    /// <summary>A number such as 20.0 or 2e1 as a whole number that is allowed; null where it is none.</summary>
    private string? Whole(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == Math.Floor(number) && Math.Abs(number) < 1e15
            && (long)number >= minimum && (long)number <= maximum
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : null;
}
