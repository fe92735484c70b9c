namespace Fds.Observability.Tests.Dashboards;

/// <summary>A query of a panel.</summary>
internal sealed class Target(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string RefId => (string?)Json["refId"] ?? "";

    public string Expression => (string?)Json["expr"] ?? "";

    public string? DataSource => (string?)Json["datasource"]?["uid"];

    /// <summary>Whether it asks for one moment rather than for a range.</summary>
    public bool IsInstant => (bool?)Json["instant"] == true && (bool?)Json["range"] != true;
}
