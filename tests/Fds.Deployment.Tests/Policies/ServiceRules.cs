using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Services, monitors and network policies lead to pods and ports that there are.</summary>
internal static class ServiceRules
{
    public static IEnumerable<Finding> Of(Bundle bundle) => Services(bundle).Concat(Monitors(bundle)).Concat(Policies(bundle));

    private static IEnumerable<Finding> Services(Bundle bundle)
    {
        foreach (Manifest service in bundle.Of("Service"))
        {
            Pod[] behind = [.. bundle.Pods.Where(pod => pod.Namespace == service.Namespace && Selector.Selects(service.Spec.Map("selector"), pod.Labels))];
            if (behind.Length == 0)
            {
                yield return Finding.At(service, "selects-nothing");
            }

            foreach (string port in service.Spec.Items("ports").Select(port => port.Text("targetPort") ?? port.Text("port")!).Where(port => behind.All(pod => pod.Port(port) is null)))
            {
                yield return Finding.At(service, "no-such-port", port);
            }
        }
    }

    private static IEnumerable<Finding> Monitors(Bundle bundle)
    {
        foreach (Manifest monitor in bundle.Of("ServiceMonitor"))
        {
            Manifest[] services = [.. bundle.Of("Service").Where(service => service.Namespace == monitor.Namespace && new Selector(monitor.Spec.At("selector")).Selects(service.Labels))];
            if (services.Length != 1)
            {
                yield return Finding.At(monitor, "selects-one-service", $"selects {services.Length}");
            }

            foreach (string port in monitor.Spec.Items("endpoints").Select(endpoint => endpoint.Text("port")!).Except(services.SelectMany(service => service.Spec.Items("ports").Select(port => port.Text("name")!))))
            {
                yield return Finding.At(monitor, "no-such-port", port);
            }

            if (!monitor.Spec.Items("endpoints").All(endpoint => endpoint.Items("relabelings").Any(NamesJobByNamespace)))
            {
                yield return Finding.At(monitor, "clusters-in-one-job");
            }
        }

        if (bundle.Of("ServiceMonitor").Any() && bundle.Of("PodMonitor").Any())
        {
            yield return Finding.At(bundle.Of("PodMonitor").First(), "scraped-twice");
        }
    }

    private static IEnumerable<Finding> Policies(Bundle bundle)
    {
        foreach (Pod pod in bundle.Pods.Where(pod => !bundle.Of("NetworkPolicy").Any(policy => NetworkRules.IsFor(policy, pod, "Ingress") && NetworkRules.IsFor(policy, pod, "Egress"))))
        {
            yield return Finding.At(pod, "no-network-policy");
        }

        foreach (Manifest policy in bundle.Of("NetworkPolicy"))
        {
            Pod[] subjects = [.. bundle.Pods.Where(pod => new Selector(policy.Spec.At("podSelector")).Selects(pod.Labels))];
            if (subjects.Length == 0)
            {
                yield return Finding.At(policy, "selects-nothing");
            }

            foreach (string port in NamedPorts(policy, "ingress").Where(port => subjects.All(pod => pod.Port(port) is null)))
            {
                yield return Finding.At(policy, "no-such-port", port);
            }

            foreach (JsonNode peer in Peers(policy).Where(peer => peer.At("podSelector") is { } selector && peer.At("namespaceSelector") is null && !bundle.Pods.Any(pod => new Selector(selector).Selects(pod.Labels))))
            {
                yield return Finding.At(policy, "peer-selects-nothing", peer.ToJsonString());
            }
        }
    }

    private static bool NamesJobByNamespace(JsonNode relabeling) =>
        relabeling.Text("targetLabel") == "job" && relabeling.Texts("sourceLabels").Contains("__meta_kubernetes_namespace");

    private static IEnumerable<string> NamedPorts(Manifest policy, string direction) =>
        policy.Spec.Items(direction).SelectMany(rule => rule.Items("ports")).Select(port => port.Text("port")!).Where(port => !port.All(char.IsAsciiDigit));

    private static IEnumerable<JsonNode> Peers(Manifest policy) =>
        policy.Spec.Items("ingress").SelectMany(rule => rule.Items("from")).Concat(policy.Spec.Items("egress").SelectMany(rule => rule.Items("to")));
}
