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

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };
}
