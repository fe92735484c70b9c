using System.Text.RegularExpressions;
using NJsonSchema;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>Grafana's own schemas, of the whole dashboard, of each type of panel, of queries and of units.</summary>
internal sealed partial class GrafanaSchemas
{
    private const string DashboardFile = "dashboard";
    private const string QueryFile = "prometheus";
    private static readonly Lazy<GrafanaSchemas> Opened = new(() => new(Path.Combine(SharedFolder.Schemas!, "grafana")));
    private readonly Dictionary<string, JsonSchema> schemas;
    private readonly HashSet<string> units;

    private GrafanaSchemas(string folder)
    {
        Dictionary<string, JsonObject> files = Directory.EnumerateFiles(folder, "*.jsonschema.json")
            .ToDictionary(file => Path.GetFileName(file).Split('.')[0], file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        files.Remove("units", out JsonObject? known);
        units = [.. Definitions(known!).Select(unit => (string)unit.Value!["const"]!)];
        schemas = files.ToDictionary(file => file.Key, file => JsonSchema.FromJsonAsync(Mend(file.Key, file.Value).ToJsonString()).GetAwaiter().GetResult());
    }

    /// <summary>The schemas; skips the test where they are not there.</summary>
    public static GrafanaSchemas Open()
    {
        Assert.SkipWhen(SharedFolder.Schemas is null, "There are no Grafana schemas: name their folder with FDS_SCHEMAS, or put them into ../shared/schemas.");
        return Opened.Value;
    }

    /// <summary>Whether panels of this type can be checked.</summary>
    public bool Knows(string panelType) => panelType is not (DashboardFile or QueryFile or "common") && schemas.ContainsKey(panelType);

    public bool IsUnit(string unit) => units.Contains(unit) || OwnUnit().IsMatch(unit);

    /// <summary>What is wrong with a dashboard's own fields, without its panels.</summary>
    public IEnumerable<string> DashboardFaults(JsonObject dashboard)
    {
        JsonNode empty = dashboard.DeepClone();
        empty["panels"] = new JsonArray();
        return Faults(DashboardFile, "Dashboard", empty);
    }

    public IEnumerable<string> RowFaults(JsonObject row)
    {
        JsonNode empty = row.DeepClone();
        empty["panels"] = new JsonArray();
        return Faults(DashboardFile, "RowPanel", empty);
    }

    /// <summary>What is wrong with a panel, with its options and with its fields, each by the schema of its type.</summary>
    public IEnumerable<string> PanelFaults(Panel panel)
    {
        IEnumerable<string> own = Faults(DashboardFile, nameof(Panel), panel.Json).Concat(Faults(panel.Type, "Options", panel.Json["options"] ?? new JsonObject()));
        return panel.Custom is { } custom ? own.Concat(Faults(panel.Type, "FieldConfig", custom)) : own;
    }

    public IEnumerable<string> QueryFaults(Target target) => Faults(QueryFile, "Dataquery", target.Json);

    private IEnumerable<string> Faults(string file, string definition, JsonNode node) =>
        SchemaFaults.Of(schemas[file].Definitions[definition], node).Select(fault => definition + fault);

    /// <summary>
    /// Takes back what the generator of these schemas did to fields of any type, which it made objects, and to options of panels that
    /// have a default, which it requires. Seen on dashboards that Grafana itself had saved.
    /// </summary>
    private static JsonObject Mend(string file, JsonObject schema)
    {
        // What stands beside a reference does not count, and the definitions do stand beside one.
        schema.Remove("$ref");
        foreach ((string name, JsonNode? definition) in Definitions(schema))
        {
            JsonObject? properties = definition!["properties"]?.AsObject();
            if (file is not (DashboardFile or QueryFile))
            {
                definition.AsObject().Remove("required");
            }

            if (properties?.ContainsKey("cellOptions") == true)
            {
                properties["cellOptions"] = new JsonObject { ["type"] = "object" };
            }

            if (AnyType(name) is { } any)
            {
                properties![any] = new JsonObject();
            }
        }

        return schema;
    }

    private static string? AnyType(string definition) => definition switch
    {
        "VariableModel" => "query",
        "DynamicConfigValue" => "value",
        "MatcherConfig" => "options",
        _ => null,
    };

    private static JsonObject Definitions(JsonObject schema) => schema["definitions"]!.AsObject();

    [GeneratedRegex("^(suffix|prefix|si|count|currency|time):")]
    private static partial Regex OwnUnit();
}
