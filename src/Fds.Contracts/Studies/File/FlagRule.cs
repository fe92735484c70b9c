using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>true or false.</summary>
internal sealed class FlagRule : ValueRule<bool>
{
    public override string Expected => "true or false";

    public override bool Example => false;

    public override bool TryRead(YamlNode node, out bool value)
    {
        string? text = Scalars.Plain(node);
        value = text is "true" or "True" or "TRUE";
        return value || text is "false" or "False" or "FALSE";
    }

    public override string Hint(YamlNode node)
    {
        if (Scalars.QuotesHint(this, node) is { Length: > 0 } quotes)
        {
            return quotes;
        }

        return (node as YamlScalarNode)?.Value?.ToLowerInvariant() switch
        {
            "yes" or "y" or "on" or "1" or "true" => " Did you mean 'true'?",
            "no" or "n" or "off" or "0" or "false" => " Did you mean 'false'?",
            _ => "",
        };
    }

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
