using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Pods that serve are asked whether they do, and do not all go at once.</summary>
internal static class AvailabilityRules
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe"];

    public static IEnumerable<Finding> Of(Bundle bundle) => bundle.Pods.SelectMany(pod => OfPod(bundle, pod)).Concat(Budgets(bundle));

    private static IEnumerable<Finding> OfPod(Bundle bundle, Pod pod)
    {
        foreach (JsonNode container in pod.Containers.Where(container => container.Items("ports").Any()))
        {
            foreach (string probe in Probes.Where(probe => container.At(probe) is null))
            {
                yield return Finding.At(pod, "no-probe", $"{container.Text("name")} has no {probe}");
            }
        }

        Pod[] tied = [.. bundle.Pods.Where(other => (other != pod || Replicas(pod) > 1) && ClaimsOfOneNode(bundle, pod).Intersect(ClaimsOfOneNode(bundle, other)).Any())];
        foreach (Pod other in tied.Where(other => !KeepsTo(pod, other)))
        {
            yield return Finding.At(pod, "volume-of-one-node", $"may be put on another node than {other}, with which it shares a volume");
        }

        if (pod.Owner.Kind == "Job" && pod.Spec.Text("restartPolicy") != "Never")
        {
            yield return Finding.At(pod, "log-is-lost", "a Job that fails deletes a pod that is started again");
        }

        if (Replicas(pod) > 1)
        {
            if (tied.Length == 0 && pod.Spec.At("affinity", "podAntiAffinity") is null && pod.Spec.At("topologySpreadConstraints") is null)
            {
                yield return Finding.At(pod, "all-on-one-node");
            }

            if (!bundle.Of("PodDisruptionBudget").Any(budget => Covers(budget, pod)))
            {
                yield return Finding.At(pod, "no-disruption-budget");
            }
        }

        if (pod.Owner.Kind == "StatefulSet")
        {
            Manifest? service = bundle.Of("Service").FirstOrDefault(service => service.Name == pod.Owner.Spec.Text("serviceName"));
            if (service is null || service.Spec.Text("clusterIP") != "None")
            {
                yield return Finding.At(pod, "no-headless-service", pod.Owner.Spec.Text("serviceName")!);
            }
        }
    }

    private static IEnumerable<Finding> Budgets(Bundle bundle)
    {
        foreach (Manifest budget in bundle.Of("PodDisruptionBudget"))
        {
            Pod[] covered = [.. bundle.Pods.Where(pod => Covers(budget, pod))];
            if (covered.Length == 0)
            {
                yield return Finding.At(budget, "selects-nothing");
            }

            if (budget.Spec.Number("maxUnavailable") == 0 || covered.Any(pod => budget.Spec.Number("minAvailable") >= Replicas(pod)))
            {
                yield return Finding.At(budget, "nobody-may-go");
            }
        }
    }

    /// <summary>Claims that only pods of one node can have at a time.</summary>
    private static IEnumerable<string> ClaimsOfOneNode(Bundle bundle, Pod pod) =>
        from claim in pod.Spec.Items("volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>()
        where bundle.Of("PersistentVolumeClaim").Any(volume => volume.Name == claim && volume.Namespace == pod.Namespace && !volume.Spec.Texts("accessModes").Contains("ReadWriteMany"))
        select claim;

    /// <summary>Whether a pod goes only where another one is.</summary>
    private static bool KeepsTo(Pod pod, Pod other) =>
        pod.Spec.Items("affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
            .Any(term => term.Text("topologyKey") == "kubernetes.io/hostname" && new Selector(term.At("labelSelector")).Selects(other.Labels));

    private static bool Covers(Manifest budget, Pod pod) => budget.Namespace == pod.Namespace && new Selector(budget.Spec.At("selector")).Selects(pod.Labels);

    private static int Replicas(Pod pod) => pod.Owner.Kind == "Job" ? 1 : pod.Owner.Spec.Number("replicas") ?? 1;
}
