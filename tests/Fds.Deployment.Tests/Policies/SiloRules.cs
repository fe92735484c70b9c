using System.Globalization;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>What a silo needs of its pod.</summary>
internal static class SiloRules
{
    private const int DefaultGrace = 30;

    /// <summary>What the silo takes its pod from (PodEnvironment).</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["POD_NAME"] = "metadata.name",
        ["POD_NAMESPACE"] = "metadata.namespace",
        ["POD_IP"] = "status.podIP",
        ["Fds__Cluster__Id"] = "metadata.labels['orleans/clusterId']",
    };

    public static IEnumerable<Finding> Of(Bundle bundle) =>
        bundle.Pods.Where(pod => pod.Owner.Kind == "StatefulSet" && pod.Labels.GetValueOrDefault("app.kubernetes.io/name") == "fds-silo").SelectMany(pod => OfSilo(bundle, pod));

    private static IEnumerable<Finding> OfSilo(Bundle bundle, Pod pod)
    {
        JsonNode container = pod.Containers.Single();
        ContainerEnvironment environment = new(bundle, container);
        foreach ((string variable, string field) in Fields.Where(pair => environment.Field(pair.Key) != pair.Value))
        {
            yield return Finding.At(pod, "pod-environment", $"{variable} must be {field}");
        }

        if (container.At("resources", "limits", "nvidia.com/gpu") is not null && environment.Settings.GetValueOrDefault("Fds__Device") != "cuda")
        {
            yield return Finding.At(pod, "computes-on-the-processor", "without Fds__Device a silo that does not find its GPU says nothing");
        }

        if (pod.Labels.GetValueOrDefault("orleans/clusterId") is not { } cluster || pod.Labels.GetValueOrDefault("orleans/serviceId") != cluster)
        {
            yield return Finding.At(pod, "orleans-labels", "orleans/clusterId and orleans/serviceId must be there and the same");
        }

        if (!pod.Spec.Flag("automountServiceAccountToken"))
        {
            yield return Finding.At(pod, "no-token", "the silo asks Kubernetes for pods");
        }

        if (pod.Owner.Spec.Text("podManagementPolicy") != "Parallel")
        {
            yield return Finding.At(pod, "one-by-one");
        }

        TimeSpan drain = TimeSpan.Parse(environment.Settings.GetValueOrDefault("Fds__DrainTime", "00:00:30"), CultureInfo.InvariantCulture);
        int pause = container.Number("lifecycle", "preStop", "sleep", "seconds") ?? 0;
        int grace = pod.Spec.Number("terminationGracePeriodSeconds") ?? DefaultGrace;
        if (grace <= pause + drain.TotalSeconds)
        {
            yield return Finding.At(pod, "grace-period", $"{grace} s is not longer than {pause} s and a drain of {drain.TotalSeconds} s");
        }

        if (!container.Items("volumeMounts").Any(mount => mount.Text("mountPath") == environment.Settings.GetValueOrDefault("Fds__Checkpoints") && !mount.Flag("readOnly")))
        {
            yield return Finding.At(pod, "checkpoints-not-mounted");
        }
    }
}
