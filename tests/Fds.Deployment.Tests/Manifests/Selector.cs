namespace Fds.Deployment.Tests.Manifests;

/// <summary>A label selector, of which an empty one selects everything.</summary>
internal sealed record Selector(JsonNode? Body)
{
    public bool Selects(IReadOnlyDictionary<string, string> labels) =>
        Body.Map("matchLabels").All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value) && Body.Items("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>Whether plain labels, as a Service has them, select these.</summary>
    public static bool Selects(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> labels) =>
        wanted.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value);

    private static bool Holds(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        string? value = labels.GetValueOrDefault(expression.Text("key")!);
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Texts("values").Contains(value),
            "NotIn" => value is null || !expression.Texts("values").Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            string other => throw new ArgumentException($"Expected an operator of selectors, but got '{other}'."),
            null => throw new ArgumentException("Expected an operator in a selector's expression."),
        };
    }
}
