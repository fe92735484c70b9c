using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>A dashboard as Grafana reads it.</summary>
internal sealed partial class Dashboard(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public IReadOnlyList<Variable> Variables => [.. Objects(Json["templating"]?["list"]).Select(variable => new Variable(variable))];

    /// <summary>The panels, those in folded rows too, without the rows.</summary>
    public IReadOnlyList<Panel> Panels => [.. Unfold(Json["panels"]).Where(panel => !IsRow(panel)).Select(panel => new Panel(panel))];

    public IReadOnlyList<JsonObject> Rows => [.. Objects(Json["panels"]).Where(IsRow)];

    /// <param name="file">Relative to the folder of observability.</param>
    public static Dashboard Read(string file) => new(JsonNode.Parse(ObservabilityFolder.Read(file))!.AsObject());

    /// <summary>A text with its variables replaced; names that are not among the values stay.</summary>
    public static string Substitute(string text, IReadOnlyDictionary<string, string> values) =>
        Reference().Replace(text, match => values.GetValueOrDefault(Name(match), match.Value));

    /// <summary>The names of the variables in a text.</summary>
    public static IEnumerable<string> References(string text) => Reference().Matches(text).Select(Name);

    private static string Name(Match match) => match.Groups["name"].Value;

    private static IEnumerable<JsonObject> Unfold(JsonNode? panels) => Objects(panels).SelectMany(panel => Unfold(panel["panels"]).Prepend(panel));

    private static bool IsRow(JsonObject panel) => (string?)panel["type"] == "row";

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    [GeneratedRegex(@"\$(?:\{(?<name>\w+)(?::\w+)?\}|(?<name>[a-zA-Z_]\w*))")]
    private static partial Regex Reference();
}
