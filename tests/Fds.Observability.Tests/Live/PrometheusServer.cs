using System.Globalization;
using System.Text.RegularExpressions;

namespace Fds.Observability.Tests.Live;

/// <summary>A real Prometheus on a free loopback port, with the configuration that operators take but for its targets and its pace.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http;
    private KeptProcess? server;

    private PrometheusServer(Uri address) => http = new() { BaseAddress = address };

    public Uri Address => http.BaseAddress!;

    /// <summary>Starts it.</summary>
    /// <param name="silos">Where silos show their metrics.</param>
    /// <param name="rules">The rules, as a file's text.</param>
    public static async Task<PrometheusServer> Start(IEnumerable<Uri> silos, string rules)
    {
        PrometheusServer made = new(new Uri($"http://127.0.0.1:{Ports.Free()}"));
        try
        {
            File.WriteAllText(made.folder["rules.yml"], rules);
            File.WriteAllText(made.folder["prometheus.yml"], Configuration(silos, made.folder["rules.yml"]));
            made.server = KeptProcess.Start(
            [
                "prometheus", $"--config.file={made.folder["prometheus.yml"]}", $"--storage.tsdb.path={made.folder["data"]}",
                $"--web.listen-address={made.Address.Authority}", "--log.level=warn",
            ]);
            await made.WaitUntilReady();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many finite numbers an expression has at present.</summary>
    public async Task<int> Count(string expression) => Finite(await Ask("query", ("query", expression)));

    /// <summary>How many finite numbers an expression has had since a moment.</summary>
    public async Task<int> CountSince(string expression, DateTimeOffset start) =>
        Finite(await Ask("query_range", ("query", expression), ("start", Unix(start)), ("end", Unix(TimeProvider.System.GetUtcNow())), ("step", "1")));

    /// <summary>The values of a label of series since a moment.</summary>
    public async Task<string[]> LabelValues(string series, string label, DateTimeOffset start)
    {
        JsonNode values = await Ask($"label/{label}/values", ("match[]", series), ("start", Unix(start)), ("end", Unix(TimeProvider.System.GetUtcNow())));
        return [.. values.AsArray().Select(value => (string)value!)];
    }

    /// <summary>What cannot be evaluated of the rules, and those that have not been yet.</summary>
    public async Task<IReadOnlyList<string>> RuleFaults() =>
        [.. from rule in await Rules() where (string)rule["health"]! != "ok" select $"{rule["name"]}: {rule["health"]} {rule["lastError"]}"];

    /// <summary>The labels of the alerts of a name that fire.</summary>
    public async Task<IReadOnlyList<JsonNode>> Firing(string name)
    {
        JsonNode alerts = await Ask("alerts");
        return [.. from alert in alerts["alerts"]!.AsArray() where (string)alert!["state"]! == "firing" && (string)alert["labels"]!["alertname"]! == name select alert["labels"]!];
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        http.Dispose();
        folder.Dispose();
    }

    private async Task<IEnumerable<JsonNode>> Rules() =>
        from @group in (await Ask("rules"))["groups"]!.AsArray() from rule in @group!["rules"]!.AsArray() select rule;

    private async Task<JsonNode> Ask(string path, params (string Name, string Value)[] query)
    {
        string text = string.Join('&', query.Select(part => $"{Uri.EscapeDataString(part.Name)}={Uri.EscapeDataString(part.Value)}"));
        using HttpResponseMessage response = await http.GetAsync(new Uri($"/api/v1/{path}?{text}", UriKind.Relative));
        JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)answer["status"] == "success" ? answer["data"]! : throw new InvalidOperationException($"{answer["error"]} in {path} {string.Join(' ', query)}");
    }

    private async Task WaitUntilReady()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < StartTime)
        {
            if (server!.HasExited)
            {
                throw new InvalidOperationException($"Prometheus ended: {await server.Errors}");
            }

            try
            {
                if ((await http.GetAsync(new Uri("/-/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        throw new TimeoutException($"Prometheus was not ready within {StartTime}.");
    }

    private static string Configuration(IEnumerable<Uri> silos, string rules)
    {
        string text = Pace().Replace(ObservabilityFolder.Read("prometheus.yml"), "${name}: 1s");
        text = Replace(text, "[127.0.0.1:8080]", $"[{string.Join(", ", silos.Select(silo => silo.Authority))}]");
        return Replace(text, "rules/fds.rules.yml", rules);
    }

    private static string Replace(string text, string old, string put) =>
        text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, put, StringComparison.Ordinal) : throw new InvalidOperationException($"prometheus.yml has no '{old}'.");

    private static int Finite(JsonNode data) =>
        data["result"]!.AsArray().SelectMany(series => series!["values"]?.AsArray() ?? [series["value"]!.DeepClone()])
            .Count(point => double.TryParse((string)point![1]!, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value));

    private static string Unix(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<name>scrape_interval|scrape_timeout|evaluation_interval): \w+")]
    private static partial Regex Pace();
}
