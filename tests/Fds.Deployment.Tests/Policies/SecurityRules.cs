using System.Text.RegularExpressions;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Pods have no more rights than they need: what Kubernetes calls restricted, and a root that nobody writes.</summary>
internal static partial class SecurityRules
{
    private static readonly string[] HostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    public static IEnumerable<Finding> Of(Bundle bundle) => bundle.Pods.SelectMany(OfPod);

    private static IEnumerable<Finding> OfPod(Pod pod)
    {
        JsonNode? security = pod.Spec.At("securityContext");
        if (!security.Flag("runAsNonRoot") || security.Number("runAsUser") is null or 0)
        {
            yield return Finding.At(pod, "root", "runAsNonRoot must be true, and runAsUser a number other than 0");
        }

        if (security.Text("seccompProfile", "type") != "RuntimeDefault")
        {
            yield return Finding.At(pod, "seccomp");
        }

        foreach (string space in HostNamespaces.Where(space => pod.Spec.Flag(space)))
        {
            yield return Finding.At(pod, "host-namespace", space);
        }

        foreach (JsonNode volume in pod.Spec.Items("volumes").Where(volume => volume.At("hostPath") is not null))
        {
            yield return Finding.At(pod, "host-path", volume.Text("name")!);
        }

        foreach (Finding finding in pod.Containers.SelectMany(container => OfContainer(pod, container)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfContainer(Pod pod, JsonNode container)
    {
        JsonNode? security = container.At("securityContext");
        string name = container.Text("name")!;
        if (security.Text("allowPrivilegeEscalation") != "false" || security.Flag("privileged"))
        {
            yield return Finding.At(pod, "privileges", name);
        }

        if (!security.Flag("readOnlyRootFilesystem"))
        {
            yield return Finding.At(pod, "writable-root", name);
        }

        if (!security.Texts("capabilities", "drop").Contains("ALL") || security.Items("capabilities", "add").Any())
        {
            yield return Finding.At(pod, "capabilities", name);
        }

        if (!PinnedImage().IsMatch(container.Text("image")!) || container.Text("image")!.EndsWith(":latest", StringComparison.Ordinal))
        {
            yield return Finding.At(pod, "image-version", container.Text("image")!);
        }

        foreach (JsonNode variable in container.Items("env").Where(variable => SecretName().IsMatch(variable.Text("name")!) && variable.Text("value") is not null))
        {
            yield return Finding.At(pod, "secret-in-the-open", variable.Text("name")!);
        }
    }

    [GeneratedRegex(":[^:/]+$|@sha256:")]
    private static partial Regex PinnedImage();

    [GeneratedRegex("password|secret|token|connectionstring", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
