using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A value, or a word that means there is none: null, and for some fields auto.</summary>
internal sealed class OptionalRule<T>(ValueRule<T> rule, string none = "null") : ValueRule<T?>
    where T : struct
{
    public override string Expected => $"{rule.Expected}, or {none}";

    public override T? Example => null;

    public override bool TryRead(YamlNode node, out T? value)
    {
        value = null;
        if (none == "null" ? Scalars.IsNull(node) : (node as YamlScalarNode)?.Value == none)
        {
            return true;
        }

        bool valid = rule.TryRead(node, out T read);
        value = valid ? read : null;
        return valid;
    }

    public override string Hint(YamlNode node) => rule.Hint(node);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(rule.Schema(), none == "null" ? new JsonObject { ["type"] = "null" } : new JsonObject { ["const"] = none }),
    };

    public override JsonNode? ToJson(T? value) => value is { } some ? rule.ToJson(some) : none == "null" ? null : JsonValue.Create(none);
}
