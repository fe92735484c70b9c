using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Monitoring;

/// <summary>What monitoring gets on Kubernetes is what lies in observability/.</summary>
public sealed class MonitoringTests
{
    private const string Source = "observability/rules/fds.rules.yml";
    private const string Rules = "k8s/components/monitoring/rules.yaml";

    /// <summary>kubectl keeps what it applied in an annotation, which holds no more.</summary>
    private const int MostBytes = 256 << 10;

    private const string Header = """
        # The recording rules and alerts of observability/rules/fds.rules.yml as the Prometheus operator takes them. Made from that file, and
        # compared with it, by MonitoringTests, which says how to make it anew.
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: fds
          namespace: fds
          labels: {release: prometheus}
        spec:

        """;

    [Fact]
    public void Rules_OnKubernetes_AreThoseOfTheFile()
    {
        string expected = Header + string.Concat(File.ReadLines(At(Source)).Select(line => line.Length > 0 ? $"  {line}\n" : "\n"));
        if (Environment.GetEnvironmentVariable("FDS_UPDATE_RULES") is { Length: > 0 })
        {
            File.WriteAllText(At(Rules), expected);
        }

        Assert.True(expected == File.ReadAllText(At(Rules)), $"{Rules} is not what {Source} says. Run this test with FDS_UPDATE_RULES=1 to make it anew.");
        Manifest made = ManifestFiles.Read(Rules).All.Single();
        Assert.True(JsonNode.DeepEquals(YamlDocuments.Read(File.ReadAllText(At(Source))).Single(), made.Spec));
    }

    [Fact]
    public void Dashboards_OnKubernetes_AreEveryFileThatThereIs()
    {
        Manifest[] maps = [.. Kustomize.Render("k8s/overlays/prod").Of("ConfigMap").Where(map => map.Labels.GetValueOrDefault("grafana_dashboard") == "1")];

        Assert.Equal(Directory.EnumerateFiles(At("observability/dashboards"), "*.json").Select(Path.GetFileName).Order(), maps.SelectMany(map => map.Body.Map("data").Keys).Order());
        foreach (Manifest map in maps)
        {
            (string file, string text) = map.Body.Map("data").Single();
            Assert.Equal(File.ReadAllText(At($"observability/dashboards/{file}")), text);
            Assert.InRange(map.Body.ToJsonString().Length, 1, MostBytes);
        }
    }

    [Fact]
    public void Monitor_WhenItScrapes_NamesTheJobAndThePathAsTheConfigurationInObservabilityDoes()
    {
        JsonNode scrape = YamlDocuments.Read(File.ReadAllText(At("observability/prometheus.kubernetes.yml"))).Single().Items("scrape_configs").Single();
        Bundle bundle = Kustomize.Render("k8s/overlays/prod");
        Manifest monitor = bundle.The("ServiceMonitor", "fds-silo");
        Manifest service = bundle.Of("Service").Single(candidate => new Selector(monitor.Spec.At("selector")).Selects(candidate.Labels));

        // The operator names a job after the service.
        Assert.Equal(scrape.Text("job_name"), service.Name);
        Assert.Equal(scrape.Text("metrics_path") ?? "/metrics", monitor.Spec.Items("endpoints").Single().Text("path"));
        Assert.Contains($"{bundle.Pod("fds-silo").Labels["app.kubernetes.io/name"]};http", scrape.Items("relabel_configs").Select(rule => rule.Text("regex")));
    }

    private static string At(string file) => Path.Combine(SharedFolder.Checkout, file);
}
