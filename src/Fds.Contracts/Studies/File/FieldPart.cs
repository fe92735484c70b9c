using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fds.Contracts.Studies.File;

/// <summary>A field within a value, as <c>peak</c> is in <c>{shape: cosine, peak: 0.1}</c>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">What it is.</param>
/// <param name="Expected">What is allowed, in words.</param>
/// <param name="Schema">What is allowed, as JSON Schema.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record FieldPart(string Name, string Description, string Expected, JsonObject Schema, bool IsRequired = true)
{
    /// <summary>The fields within it.</summary>
    public ImmutableArray<FieldPart> Parts { get; init; } = [];

    /// <summary>A field with a rule.</summary>
    public static FieldPart Of<T>(string name, string description, ValueRule<T> rule) => new(name, description, rule.Expected, rule.Schema());

    /// <summary>The schema of a value that has such fields.</summary>
    public static JsonObject Object(IEnumerable<FieldPart> parts)
    {
        JsonObject properties = [];
        JsonArray required = [];
        foreach (FieldPart part in parts)
        {
            JsonObject schema = part.Schema.DeepClone().AsObject();
            schema["description"] = part.Description;
            properties[part.Name] = schema;
            if (part.IsRequired)
            {
                required.Add(part.Name);
            }
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }
}
