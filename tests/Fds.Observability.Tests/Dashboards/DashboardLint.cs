using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Dashboards;

/// <summary>What we ask of dashboards: what their schemas ask, what Grafana's own linter asks, and what a reader needs.</summary>
internal static partial class DashboardLint
{
    private const string DataSource = "${datasource}";
    private const string JobMatcher = "job=\"$job\"";
    private const int Columns = 24;
    private const int OnTimeRangeChange = 2;

    /// <summary>Fields without which a dashboard cannot be found, read or kept up to date.</summary>
    private static readonly string[] Needed = ["uid", "title", "description", "tags", "time", "refresh", "schemaVersion"];

    /// <summary>Gauges that .NET's instrumentation counts up and down, so that the exporter names them as counters.</summary>
    private static readonly string[] FalseCounters = ["dotnet_thread_pool_queue_length_total", "dotnet_thread_pool_thread_count_total"];

    /// <summary>All that is wrong with a dashboard, but for expressions that do not parse.</summary>
    public static IReadOnlyList<string> Faults(Dashboard dashboard)
    {
        GrafanaSchemas schemas = GrafanaSchemas.Open();
        return
        [
            .. OfDashboard(dashboard, schemas),
            .. OfVariables(dashboard),
            .. OfLayout(dashboard),
            .. from panel in dashboard.Panels from fault in OfPanel(panel, schemas) select $"{panel}: {fault}",
            .. from panel in dashboard.Panels from target in panel.Targets from fault in OfTarget(target, dashboard, schemas) select $"{panel} {target.RefId}: {fault}",
        ];
    }

    /// <summary>The expressions that Prometheus cannot read, all of a dashboard in one go.</summary>
    public static string SyntaxFaults(Dashboard dashboard)
    {
        Dictionary<string, string> values = dashboard.Variables.ToDictionary(variable => variable.Name, _ => ".+");
        (values["__rate_interval"], values["__interval"], values["__range"]) = ("1m", "1m", "1h");
        JsonArray rules = [.. from panel in dashboard.Panels from target in panel.Targets select new JsonObject { ["record"] = $"panel_{panel.Id}_{target.RefId}", ["expr"] = Dashboard.Substitute(target.Expression, values) }];
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["expressions.yml"], new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "expressions", ["rules"] = rules }) }.ToJsonString());
        (int code, string output) = Promtool.Run("check", "rules", "--lint=none", folder["expressions.yml"]);
        return code == 0 ? "" : output;
    }

    private static IEnumerable<string> OfDashboard(Dashboard dashboard, GrafanaSchemas schemas)
    {
        IEnumerable<string> faults = schemas.DashboardFaults(dashboard.Json).Concat(dashboard.Rows.SelectMany(schemas.RowFaults)).Concat(Needed.Where(field => dashboard.Json[field] is null).Select(field => $"has no {field}"));
        if (dashboard.Json["id"] is not null)
        {
            faults = faults.Append("has an id, which belongs to one server");
        }

        return (bool?)dashboard.Json["editable"] == false ? faults : faults.Append("is editable, though its file is what counts");
    }

    private static IEnumerable<string> OfVariables(Dashboard dashboard)
    {
        if (!dashboard.Variables.Any(variable => variable is { Type: "datasource", Name: "datasource", Query: "prometheus" }))
        {
            yield return "has no variable for its data source";
        }

        if (dashboard.Variables.FirstOrDefault(variable => variable.Name == "job") is not { } job)
        {
            yield return "has no variable for the job";
        }
        else if (job.IsMultiple || (bool?)job.Json["includeAll"] == true)
        {
            yield return $"{job}: several clusters would be added up, whose studies and silos have the same names";
        }

        string text = dashboard.Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        HashSet<string> used = [.. Dashboard.References(text)];
        foreach (Variable variable in dashboard.Variables)
        {
            if (variable.IsQuery && variable.Refresh != OnTimeRangeChange)
            {
                yield return $"{variable}: is not asked for again when the time range changes";
            }

            if (variable.IsQuery && variable.DataSource != DataSource)
            {
                yield return $"{variable}: its data source is fixed";
            }

            if (!used.Contains(variable.Name))
            {
                yield return $"{variable}: nothing uses it";
            }
        }
    }

    private static IEnumerable<string> OfLayout(Dashboard dashboard)
    {
        foreach (IGrouping<int?, Panel> same in dashboard.Panels.GroupBy(panel => panel.Id).Where(same => same.Count() > 1))
        {
            yield return $"{same.Last()}: its id is another panel's";
        }

        List<(Panel Panel, int X, int Y, int Width, int Height)> placed = [];
        foreach (Panel panel in dashboard.Panels)
        {
            if (panel.GridPosition is not { } at || !at.AsObject().All(edge => edge.Value!.GetValueKind() == System.Text.Json.JsonValueKind.Number))
            {
                yield return $"{panel}: has no place";
                continue;
            }

            (int x, int y, int width, int height) = ((int)at["x"]!, (int)at["y"]!, (int)at["w"]!, (int)at["h"]!);
            if (x + width > Columns)
            {
                yield return $"{panel}: is wider than the dashboard";
            }

            foreach (Panel other in placed.Where(other => x < other.X + other.Width && other.X < x + width && y < other.Y + other.Height && other.Y < y + height).Select(other => other.Panel))
            {
                yield return $"{panel}: overlaps {other}";
            }

            placed.Add((panel, x, y, width, height));
        }
    }

    private static IEnumerable<string> OfPanel(Panel panel, GrafanaSchemas schemas)
    {
        if (!schemas.Knows(panel.Type))
        {
            yield return $"there is no panel type {panel.Type}";
            yield break;
        }

        foreach (string fault in schemas.PanelFaults(panel))
        {
            yield return fault;
        }

        if (string.IsNullOrWhiteSpace(panel.Title))
        {
            yield return "has no title";
        }

        if (string.IsNullOrWhiteSpace(panel.Description))
        {
            yield return "has no description";
        }

        if (panel.Unit is not { } unit || !schemas.IsUnit(unit))
        {
            yield return $"its unit '{panel.Unit}' is not one that Grafana knows";
        }

        if (panel.Targets.Count == 0)
        {
            yield return "asks for nothing";
        }

        if (panel.Targets.DistinctBy(target => target.RefId).Count() < panel.Targets.Count)
        {
            yield return "two of its queries have one refId";
        }
    }

    private static IEnumerable<string> OfTarget(Target target, Dashboard dashboard, GrafanaSchemas schemas)
    {
        string expression = target.Expression;
        foreach (string fault in schemas.QueryFaults(target))
        {
            yield return fault;
        }

        if (target.DataSource != DataSource)
        {
            yield return "its data source is fixed";
        }

        if (FixedRange().IsMatch(expression))
        {
            yield return "takes a rate over a fixed range: use $__rate_interval or $__range";
        }

        if (FalseCounters.Aggregate(expression, (text, name) => text.Replace(name, "", StringComparison.Ordinal)).Contains("_total", StringComparison.Ordinal) && !Rate().IsMatch(expression))
        {
            yield return "shows a counter without rate or increase";
        }

        if (expression.Contains("histogram_quantile", StringComparison.Ordinal) && !ByBucket().IsMatch(expression))
        {
            yield return "takes a quantile without 'by (le)'";
        }

        if (!expression.Contains(JobMatcher, StringComparison.Ordinal))
        {
            yield return $"has no {JobMatcher}";
        }

        foreach (string name in Dashboard.References(expression).Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Except(dashboard.Variables.Select(variable => variable.Name)))
        {
            yield return $"there is no variable ${name}";
        }
    }

    [GeneratedRegex(@"\b(rate|increase|irate|delta)\s*\([^[]*\[(?!\$__)")]
    private static partial Regex FixedRange();

    [GeneratedRegex(@"\b(rate|increase|irate)\s*\(")]
    private static partial Regex Rate();

    [GeneratedRegex(@"by\s*\([^)]*\ble\b")]
    private static partial Regex ByBucket();
}
