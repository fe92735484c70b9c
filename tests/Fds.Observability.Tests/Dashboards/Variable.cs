using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>A variable of a dashboard.</summary>
internal sealed partial class Variable(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string Name => (string?)Json["name"] ?? "";

    public string Type => (string?)Json["type"] ?? "";

    public bool IsQuery => Type == "query";

    /// <summary>Whether several values, or all, can be chosen.</summary>
    public bool IsMultiple => (bool?)Json["multi"] == true;

    /// <summary>What stands for all values; null where they are listed.</summary>
    public string? AllValue => (string?)Json["allValue"];

    /// <summary>When its values are asked for again.</summary>
    public int? Refresh => (int?)Json["refresh"];

    public string? DataSource => (string?)Json["datasource"]?["uid"];

    public string Query => Json["query"] is JsonObject query ? (string?)query["query"] ?? "" : (string?)Json["query"] ?? "";

    /// <summary>The series and the label that its values are of.</summary>
    /// <exception cref="FormatException">It asks for something else.</exception>
    public (string Series, string Label) LabelValues =>
        LabelValuesQuery().Match(Query) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : throw new FormatException($"{this} does not ask for a label's values: {Query}");

    public override string ToString() => $"variable {Name}";

    [GeneratedRegex(@"^label_values\((.+),\s*(\w+)\)$")]
    private static partial Regex LabelValuesQuery();
}
