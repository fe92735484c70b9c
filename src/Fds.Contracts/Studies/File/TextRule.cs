using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A text of a given pattern.</summary>
internal sealed class TextRule(string expected, Regex pattern, string example, int longest = 4096, Func<string, string>? hint = null) : ValueRule<string>
{
    public override string Expected => expected;

    public override string Example => example;

    public override bool TryRead(YamlNode node, out string value)
    {
        value = (node as YamlScalarNode)?.Value ?? example;

        // A pattern that ends with $ would take a last line feed for nothing.
        return node is YamlScalarNode && !Scalars.IsNull(node) && value.Length <= longest && !value.Any(char.IsControl) && pattern.IsMatch(value);
    }

    public override string Hint(YamlNode node) => hint?.Invoke((node as YamlScalarNode)?.Value ?? "") ?? "";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = pattern.ToString(), ["maxLength"] = longest };
}
