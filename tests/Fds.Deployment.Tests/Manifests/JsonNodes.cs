namespace Fds.Deployment.Tests.Manifests;

/// <summary>Ways through manifests: what is absent is null or empty, and no error.</summary>
internal static class JsonNodes
{
    /// <summary>What lies at a path of names.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>The text there, also of a number or flag; null where there is nothing.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? value.ToString() : null;

    /// <summary>The number there.</summary>
    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) => int.TryParse(node.Text(path), out int number) ? number : null;

    /// <summary>Whether a flag is there and set.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.Text(path) == "true";

    /// <summary>The elements of the list there.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>The texts of the list there.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) => node.Items(path).Select(item => item.ToString());

    /// <summary>The members of the object there, as texts.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "") ?? [];
}
