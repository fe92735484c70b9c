using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Pods say what they need of a node.</summary>
internal static class ResourceRules
{
    private const string Gpu = "nvidia.com/gpu";

    public static IEnumerable<Finding> Of(Bundle bundle) => bundle.Pods.SelectMany(pod => pod.Containers.SelectMany(container => OfContainer(pod, container)));

    private static IEnumerable<Finding> OfContainer(Pod pod, JsonNode container)
    {
        string name = container.Text("name")!;
        JsonNode? resources = container.At("resources");
        if (resources.Text("requests", "cpu") is null || resources.Text("requests", "memory") is null)
        {
            yield return Finding.At(pod, "no-requests", name);
        }

        if (resources.Text("limits", "memory") is null)
        {
            yield return Finding.At(pod, "no-memory-limit", name);
        }

        if (resources.Text("limits", "cpu") is not null)
        {
            yield return Finding.At(pod, "cpu-limit", $"{name} would be throttled");
        }

        string? asked = resources.Text("requests", Gpu);
        string? given = resources.Text("limits", Gpu);
        if (asked is not null && asked != given)
        {
            yield return Finding.At(pod, "gpu-request", $"{asked} is not the limit {given}");
        }

        if (given is not null && !pod.Spec.Items("tolerations").Any(toleration => toleration.Text("key") == Gpu))
        {
            yield return Finding.At(pod, "gpu-toleration", name);
        }
    }
}
