namespace Fds.Observability.Tests.Dashboards;

/// <summary>A mistake in a dashboard that must be found.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Fault">What the message must say.</param>
/// <param name="Make">Makes the mistake.</param>
internal sealed record DashboardMutant(string Name, string Fault, Action<JsonObject> Make)
{
    /// <summary>All mistakes, for the dashboard of the cluster.</summary>
    public static IReadOnlyList<DashboardMutant> All { get; } =
    [
        new("misspelt panel field", "tile", json => Rename(Panel(json, "Slots"), "title", "tile")),
        new("misspelt option", "graphmode", json => Rename(Panel(json, "Slots")["options"]!, "graphMode", "graphmode")),
        new("unknown colour mode", "colorMode", json => Panel(json, "Slots")["options"]!["colorMode"] = "valu"),
        new("unknown way to draw", "drawStyle", json => Panel(json, "Memory")["fieldConfig"]!["defaults"]!["custom"]!["drawStyle"] = "lines"),
        new("misspelt field of a query", "legendformat", json => Rename(Query(json, "Memory"), "legendFormat", "legendformat")),
        new("misspelt field of a variable", "refrsh", json => Rename(Variable(json, "silo"), "refresh", "refrsh")),
        new("text for a number", "gridPos", json => Panel(json, "Memory")["gridPos"]!["w"] = "12"),
        new("panels of an old type", "no panel type graph", json => Panel(json, "Memory")["type"] = "graph"),
        new("no version of the schema", "has no schemaVersion", json => json.Remove("schemaVersion")),
        new("no uid", "has no uid", json => json.Remove("uid")),
        new("the id of one server", "has an id", json => json["id"] = 12),
        new("open to editing", "is editable", json => json["editable"] = true),
        new("no title", "has no title", json => Panel(json, "Memory")["title"] = ""),
        new("no description", "has no description", json => Panel(json, "Memory").Remove("description")),
        new("no unit", "its unit ''", json => Panel(json, "Memory")["fieldConfig"]!["defaults"]!.AsObject().Remove("unit")),
        new("unknown unit", "its unit 'seconds'", json => Panel(json, "Memory")["fieldConfig"]!["defaults"]!["unit"] = "seconds"),
        new("no query", "asks for nothing", json => Panel(json, "Memory")["targets"] = new JsonArray()),
        new("two queries of one name", "one refId", json => Panel(json, "Checkpoints")["targets"]![1]!["refId"] = "A"),
        new("two panels of one id", "its id is another panel's", json => Panel(json, "Memory")["id"] = (int)Panel(json, "Slots")["id"]!),
        new("one panel on another", "overlaps", json => Panel(json, "Memory")["gridPos"]!["x"] = 0),
        new("too wide", "wider than the dashboard", json => Panel(json, "Memory")["gridPos"]!["w"] = 20),
        new("no place", "has no place", json => Panel(json, "Memory").Remove("gridPos")),
        new("fixed data source", "its data source is fixed", json => Query(json, "Memory")["datasource"]!["uid"] = "abc"),
        new("fixed data source of a variable", "variable silo: its data source is fixed", json => Variable(json, "silo")["datasource"]!["uid"] = "abc"),
        new("no choice of data sources", "no variable for its data source", json => Variable(json, "datasource")["type"] = "constant"),
        new("no choice of jobs", "no variable for the job", json => Variable(json, "job")["name"] = "work"),
        new("several jobs", "several clusters would be added up", json => Variable(json, "job")["multi"] = true),
        new("all jobs", "several clusters would be added up", json => Variable(json, "job")["includeAll"] = true),
        new("variable that stays as it was", "is not asked for again", json => Variable(json, "silo")["refresh"] = 1),
        new("variable for nothing", "nothing uses it", json => json["templating"]!["list"]!.AsArray().Add(new JsonObject { ["type"] = "custom", ["name"] = "spare", ["query"] = "a,b" })),
        new("unknown variable", "there is no variable $pod", json => Change(json, "Memory", "$instance", "$pod")),
        new("no job", "has no job=", json => Change(json, "Memory", "job=\"$job\", ", "")),
        new("fixed range", "over a fixed range", json => Change(json, "CPU", "$__rate_interval", "5m")),
        new("counter as it is", "shows a counter", json => Query(json, "CPU")["expr"] = "sum(fds_inner_steps_total{job=\"$job\"})"),
        new("quantile of nothing", "without 'by (le)'", json => Change(json, "Call latency", "by (le)", "by (job)")),
    ];

    /// <summary>The mistake's name, for test lists.</summary>
    public override string ToString() => Name;

    private static JsonObject Panel(JsonObject dashboard, string title) => Named(dashboard["panels"], "title", title);

    private static JsonObject Query(JsonObject dashboard, string title) => Panel(dashboard, title)["targets"]![0]!.AsObject();

    private static JsonObject Variable(JsonObject dashboard, string name) => Named(dashboard["templating"]!["list"], "name", name);

    private static JsonObject Named(JsonNode? list, string field, string name) => list!.AsArray().First(item => (string?)item![field] == name)!.AsObject();

    private static void Change(JsonObject dashboard, string title, string from, string to)
    {
        string expression = (string)Query(dashboard, title)["expr"]!;
        Assert.Contains(from, expression, StringComparison.Ordinal);
        Query(dashboard, title)["expr"] = expression.Replace(from, to, StringComparison.Ordinal);
    }

    private static void Rename(JsonNode node, string from, string to)
    {
        JsonNode value = node[from]!.DeepClone();
        node.AsObject().Remove(from);
        node[to] = value;
    }
}
