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
    public void Monitor_WhenItScrapes_AsksForThePathOfTheConfigurationInObservability() =>
        Assert.Equal(Scrape.Text("metrics_path") ?? "/metrics", Endpoint(Kustomize.Render("k8s/overlays/prod")).Text("path"));

    [Theory]
    [InlineData("fds")]
    [InlineData("lab")]
    public void Job_OfASilo_IsItsNamespaceAndNameWithTheOperatorAndWithout(string space)
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod");
        Dictionary<string, string> silo = Target(bundle, space);

        Assert.Equal($"{space}/fds-silo", Relabeling.Apply(Scrape.Items("relabel_configs"), silo)!["job"]);
        Assert.Equal($"{space}/fds-silo", Relabeling.Apply(Endpoint(bundle).Items("relabelings"), silo)!["job"]);
    }

    [Theory]
    [InlineData("__meta_kubernetes_pod_label_app_kubernetes_io_name", "fds-console")]
    [InlineData("__meta_kubernetes_pod_container_port_name", "gateway")]
    [InlineData("__meta_kubernetes_pod_phase", "Succeeded")]
    public void Target_WhenItIsNoPortWithMetricsOfALivingSilo_IsPassedOverWithoutTheOperator(string label, string value)
    {
        Dictionary<string, string> other = new(Target(Kustomize.Render("k8s/overlays/prod"), "fds")) { [label] = value };

        Assert.Null(Relabeling.Apply(Scrape.Items("relabel_configs"), other));
    }

    private static JsonNode Scrape => YamlDocuments.Read(File.ReadAllText(At("observability/prometheus.kubernetes.yml"))).Single().Items("scrape_configs").Single();

    private static JsonNode Endpoint(Bundle bundle) => bundle.The("ServiceMonitor", "fds-silo").Spec.Items("endpoints").Single();

    /// <summary>What Prometheus finds of a silo, by its pod or by the monitor's service, which the job is named after where no rule does it.</summary>
    private static Dictionary<string, string> Target(Bundle bundle, string space)
    {
        Selector services = new(bundle.The("ServiceMonitor", "fds-silo").Spec.At("selector"));
        string service = bundle.Of("Service").Single(candidate => services.Selects(candidate.Labels)).Name;
        return new()
        {
            ["job"] = service,
            ["__meta_kubernetes_namespace"] = space,
            ["__meta_kubernetes_service_name"] = service,
            ["__meta_kubernetes_pod_name"] = "fds-silo-0",
            ["__meta_kubernetes_pod_label_app_kubernetes_io_name"] = bundle.Pod("fds-silo").Labels["app.kubernetes.io/name"],
            ["__meta_kubernetes_pod_container_port_name"] = "http",
            ["__meta_kubernetes_pod_phase"] = "Running",
        };
    }

    private static string At(string file) => Path.Combine(SharedFolder.Checkout, file);
}
