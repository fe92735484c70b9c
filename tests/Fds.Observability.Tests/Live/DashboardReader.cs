using Fds.Observability.Tests.Dashboards;

namespace Fds.Observability.Tests.Live;

/// <summary>Asks what a dashboard asks, with its variables resolved as Grafana does.</summary>
internal sealed class DashboardReader(PrometheusServer prometheus, DateTimeOffset since)
{
    private const string RateInterval = "10s";

    /// <summary>The variables without values and the queries without a number, for every choice that a user has.</summary>
    public async Task<IReadOnlyList<string>> Missing(Dashboard dashboard)
    {
        Dictionary<string, string> own = new() { ["__rate_interval"] = RateInterval, ["__range"] = $"{(int)(TimeProvider.System.GetUtcNow() - since).TotalSeconds + 1}s" };
        List<Dictionary<string, string>> choices = [own];
        foreach (Variable variable in dashboard.Variables)
        {
            choices = [.. (await Task.WhenAll(choices.Select(chosen => Choose(variable, chosen)))).SelectMany(next => next)];
            if (choices.Count == 0)
            {
                return [$"{variable}: no values"];
            }
        }

        List<string> missing = [];
        foreach (Panel panel in dashboard.Panels)
        {
            foreach (Target target in panel.Targets)
            {
                if (!await HasData(dashboard, panel, target, choices))
                {
                    missing.Add($"{panel} {target.RefId}: {target.Expression}");
                }
            }
        }

        return missing;
    }

    private async Task<IEnumerable<Dictionary<string, string>>> Choose(Variable variable, Dictionary<string, string> chosen)
    {
        string[] values = await Values(variable, chosen);
        string[] choices = variable.IsMultiple && values.Length > 0 ? [variable.AllValue ?? $"({string.Join('|', values)})"] : values;
        return choices.Select(value => With(chosen, variable, value));
    }

    private async Task<string[]> Values(Variable variable, Dictionary<string, string> chosen)
    {
        if (!variable.IsQuery)
        {
            return [variable.Query];
        }

        (string series, string label) = variable.LabelValues;
        return await prometheus.LabelValues(Dashboard.Substitute(series, chosen), label, since);
    }

    private async Task<bool> HasData(Dashboard dashboard, Panel panel, Target target, List<Dictionary<string, string>> choices)
    {
        foreach (Dictionary<string, string> chosen in choices)
        {
            foreach (Dictionary<string, string> values in await Repeat(dashboard, panel, chosen))
            {
                string expression = Dashboard.Substitute(target.Expression, values);
                if ((target.IsInstant ? await prometheus.Count(expression) : await prometheus.CountSince(expression, since)) > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A panel that is repeated for a variable has one of its values at a time.</summary>
    private async Task<IEnumerable<Dictionary<string, string>>> Repeat(Dashboard dashboard, Panel panel, Dictionary<string, string> chosen)
    {
        if (panel.Repeat is null)
        {
            return [chosen];
        }

        Variable repeated = dashboard.Variables.Single(variable => variable.Name == panel.Repeat);
        return (await Values(repeated, chosen)).Select(value => With(chosen, repeated, value));
    }

    private static Dictionary<string, string> With(Dictionary<string, string> chosen, Variable variable, string value) => new(chosen) { [variable.Name] = value };
}
