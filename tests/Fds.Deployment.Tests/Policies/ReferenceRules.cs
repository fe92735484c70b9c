using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>What is named by another object is there.</summary>
internal static class ReferenceRules
{
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    public static IEnumerable<Finding> Of(Bundle bundle) =>
        Duplicates(bundle).Concat(Homeless(bundle)).Concat(bundle.Pods.SelectMany(pod => OfSelector(bundle, pod).Concat(OfVolumes(bundle, pod)).Concat(pod.Containers.SelectMany(container => OfContainer(bundle, pod, container)))));

    private static IEnumerable<Finding> Duplicates(Bundle bundle) =>
        bundle.All.GroupBy(manifest => (manifest.Type, manifest.Namespace, manifest.Name)).Where(same => same.Count() > 1).Select(same => Finding.At(same.First(), "defined-twice"));

    private static IEnumerable<Finding> Homeless(Bundle bundle) =>
        from manifest in bundle.All
        where manifest.Kind is not ("Namespace" or "ClusterRole" or "ClusterRoleBinding")
        where !bundle.Of("Namespace").Any(space => space.Name == manifest.Namespace)
        select Finding.At(manifest, "no-such-namespace", manifest.Namespace);

    private static IEnumerable<Finding> OfSelector(Bundle bundle, Pod pod)
    {
        if (pod.Owner.Spec.At("selector") is not { } body)
        {
            yield break;
        }

        Selector selector = new(body);
        if (!selector.Selects(pod.Labels))
        {
            yield return Finding.At(pod, "selector-misses-own-pods");
        }

        foreach (Pod other in bundle.Pods.Where(other => other != pod && other.Namespace == pod.Namespace && selector.Selects(other.Labels)))
        {
            yield return Finding.At(pod, "selector-takes-others", $"those of {other}");
        }
    }

    private static IEnumerable<Finding> OfVolumes(Bundle bundle, Pod pod)
    {
        foreach (JsonNode volume in pod.Spec.Items("volumes"))
        {
            if (volume.Text("persistentVolumeClaim", "claimName") is { } claim && !Has(bundle, "PersistentVolumeClaim", claim))
            {
                yield return Finding.At(pod, "no-such-claim", claim);
            }

            if (volume.Text("configMap", "name") is { } settings && !Has(bundle, "ConfigMap", settings))
            {
                yield return Finding.At(pod, "no-such-settings", settings);
            }

            if (volume.Text("secret", "secretName") is { } secret && !HasSecret(bundle, secret))
            {
                yield return Finding.At(pod, "no-such-secret", secret);
            }
        }
    }

    private static IEnumerable<Finding> OfContainer(Bundle bundle, Pod pod, JsonNode container)
    {
        foreach (string mounted in container.Items("volumeMounts").Select(mount => mount.Text("name")!).Except(pod.Volumes))
        {
            yield return Finding.At(pod, "no-such-volume", mounted);
        }

        foreach (string probe in Probes)
        {
            if ((container.Text(probe, "httpGet", "port") ?? container.Text(probe, "tcpSocket", "port")) is { } port && pod.Port(port) is null)
            {
                yield return Finding.At(pod, "no-such-port", $"{probe} asks {port}");
            }
        }

        foreach (string settings in container.Items("envFrom").Select(source => source.Text("configMapRef", "name")).OfType<string>().Where(name => !Has(bundle, "ConfigMap", name)))
        {
            yield return Finding.At(pod, "no-such-settings", settings);
        }

        foreach (JsonNode source in container.Items("env").Select(variable => variable.At("valueFrom")).OfType<JsonNode>())
        {
            if (source.Text("fieldRef", "fieldPath") is { } field && PodFields.MissingLabel(field, pod.Labels) is { } label)
            {
                yield return Finding.At(pod, "no-such-label", label);
            }

            if (source.At("secretKeyRef") is { } reference && !SecretKeys(bundle, reference.Text("name")!).Contains(reference.Text("key")))
            {
                yield return Finding.At(pod, "no-such-secret", $"{reference.Text("name")}/{reference.Text("key")}");
            }
        }
    }

    private static bool Has(Bundle bundle, string kind, string name) => bundle.Of(kind).Any(manifest => manifest.Name == name);

    private static bool HasSecret(Bundle bundle, string name) => SecretKeys(bundle, name).Any();

    /// <summary>Secrets come with the objects, or are made from a template beforehand.</summary>
    private static IEnumerable<string> SecretKeys(Bundle bundle, string name) =>
        bundle.Of("Secret").Concat(ManifestFiles.Templates.SelectMany(file => ManifestFiles.Read(file).All)).Where(secret => secret.Name == name)
            .SelectMany(secret => secret.Body.Map("data").Keys.Concat(secret.Body.Map("stringData").Keys));
}
