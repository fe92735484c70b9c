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

        // '$' would let a line feed at the end pass.
        return node is YamlScalarNode && !Scalars.IsNull(node) && value.Length <= longest && pattern.Match(value) is { Success: true } match && match.Length == value.Length;
    }

    public override string Hint(YamlNode node) => hint?.Invoke((node as YamlScalarNode)?.Value ?? "") ?? "";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = pattern.ToString(), ["maxLength"] = longest };
}
