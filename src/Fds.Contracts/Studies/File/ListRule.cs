using System.Collections.Immutable;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Fds.Contracts.Studies.File;

/// <summary>A list of values of one rule; where that is said, a single value stands for a list of one.</summary>
internal sealed class ListRule<T>(ValueRule<T> rule, int shortest, int longest, bool orSingle = false) : ValueRule<ImmutableArray<T>>
{
    public override string Expected => orSingle ? $"{rule.Expected}, or a list of {Count} of such values" : $"a list of {Count} values, each {rule.Expected}";

    public override ImmutableArray<T> Example => [.. Enumerable.Repeat(rule.Example, shortest)];

    private string Count => shortest == longest ? $"{shortest}" : $"{shortest} to {longest}";

    public override bool TryRead(YamlNode node, out ImmutableArray<T> value)
    {
        value = [];
        if (orSingle && rule.TryRead(node, out T single))
        {
            value = [single];
            return true;
        }

        if (node is not YamlSequenceNode list || !HasLength(list))
        {
            return false;
        }

        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>();
        foreach (YamlNode child in list.Children)
        {
            if (!rule.TryRead(child, out T item))
            {
                return false;
            }

            items.Add(item);
        }

        value = items.ToImmutable();
        return true;
    }

    /// <summary>The first item that is not allowed, where there are as many as there may be.</summary>
    public override (YamlNode Culprit, string Expected) Blame(YamlNode node) =>
        node is YamlSequenceNode list && HasLength(list) ? rule.Blame(list.Children.First(child => !rule.TryRead(child, out _))) : base.Blame(node);

    public override string Hint(YamlNode node) => node is YamlScalarNode { Value: { Length: > 0 } text } && (!orSingle || IsEnumeration(text)) && AsList(text) is { } list ? $" Write {list}." : rule.Hint(node);

    public override JsonObject Schema()
    {
        JsonObject list = new() { ["type"] = "array", ["items"] = rule.Schema(), ["minItems"] = shortest, ["maxItems"] = longest };
        return orSingle ? new() { ["anyOf"] = new JsonArray(rule.Schema(), list) } : list;
    }

    public override JsonNode? ToJson(ImmutableArray<T> value) => new JsonArray([.. value.Select(rule.ToJson)]);

    /// <summary>Whether commas stand between values, and none is a decimal mark.</summary>
    private static bool IsEnumeration(string text) => text.Contains(',', StringComparison.Ordinal) && (text.Contains('.', StringComparison.Ordinal) || text.Contains(", ", StringComparison.Ordinal));

    /// <summary>Values with commas between and no brackets, as a list; null where that would be none.</summary>
    private string? AsList(string text)
    {
        string[] parts = [.. text.Split(',').Select(part => part.Trim(' ', '[', ']', '"', '\''))];
        return parts.Length >= shortest && parts.Length <= longest && parts.All(part => rule.TryRead(Scalars.OfText(part), out _)) ? $"[{string.Join(", ", parts)}]" : null;
    }

    private bool HasLength(YamlSequenceNode list) => list.Children.Count >= shortest && list.Children.Count <= longest;
}
