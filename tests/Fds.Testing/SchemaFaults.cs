using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Fds.Testing;

/// <summary>What a JSON schema finds wrong.</summary>
public static class SchemaFaults
{
    /// <summary>Each fault once, as its path and its kind.</summary>
    public static IEnumerable<string> Of(JsonSchema schema, JsonNode node) =>
        schema.Validate(node.ToJsonString()).SelectMany(Leaves).Select(error => $"{error.Path?.TrimStart('#')} {error.Kind}").Distinct();

    /// <summary>The errors at the bottom: those above only say that there are some below.</summary>
    private static IEnumerable<ValidationError> Leaves(ValidationError error)
    {
        ValidationError[] below = error switch
        {
            ChildSchemaValidationError child => [.. child.Errors.Values.SelectMany(errors => errors)],
            MultiTypeValidationError multiple => [.. multiple.Errors.Values.SelectMany(errors => errors)],
            _ => [],
        };
        return below.Length == 0 ? [error] : below.SelectMany(Leaves);
    }
}
