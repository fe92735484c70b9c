namespace Fds.Observability.Tests.Dashboards;

/// <summary>A panel of a dashboard.</summary>
internal sealed class Panel(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public int? Id => (int?)Json["id"];

    public string Type => (string?)Json["type"] ?? "";

    public string? Title => (string?)Json["title"];

    public string? Description => (string?)Json["description"];

    public string? Unit => (string?)Defaults?["unit"];

    /// <summary>The variable for each of whose values there is one such panel.</summary>
    public string? Repeat => (string?)Json["repeat"];

    /// <summary>The part of the fields' configuration that belongs to this type of panel.</summary>
    public JsonNode? Custom => Defaults?["custom"];

    public JsonNode? GridPosition => Json["gridPos"];

    public IReadOnlyList<Target> Targets => [.. (Json["targets"] as JsonArray ?? []).OfType<JsonObject>().Select(target => new Target(target))];

    private JsonNode? Defaults => Json["fieldConfig"]?["defaults"];

    public override string ToString() => $"panel {Id} \"{Title}\"";
}
