using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A text, or null.</summary>
internal sealed class OptionalTextRule(ValueRule<string> rule) : ValueRule<string?>
{
    public override string Expected => $"{rule.Expected}, or null";

    public override string? Example => null;

    public override bool TryRead(YamlNode node, out string? value)
    {
        value = null;
        if (Scalars.IsNull(node))
        {
            return true;
        }

        bool valid = rule.TryRead(node, out string read);
        value = valid ? read : null;
        return valid;
    }

    public override string Hint(YamlNode node) => rule.Hint(node);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(rule.Schema(), new JsonObject { ["type"] = "null" }) };
}
