using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Network policies as Kubernetes defines them: what no policy is for is open, what one is for is closed but for what some rule allows.</summary>
internal static class NetworkRules
{
    /// <summary>Whether a pod reaches a port of another one in the same namespace.</summary>
    public static bool Lets(Bundle bundle, Pod from, Pod to, string port) =>
        Allows(bundle, from, "Egress", "egress", "to", peer => IsPod(peer, to), to, port) && Allows(bundle, to, "Ingress", "ingress", "from", peer => IsPod(peer, from), to, port);

    /// <summary>Whether a stranger in a namespace with these labels reaches a port of a pod.</summary>
    public static bool LetsStranger(Bundle bundle, IReadOnlyDictionary<string, string> space, Pod to, string port) =>
        Allows(bundle, to, "Ingress", "ingress", "from", peer => peer.At("namespaceSelector") is { } selector && peer.At("podSelector") is null && new Selector(selector).Selects(space), to, port);

    /// <summary>Whether a pod reaches a port wherever it is.</summary>
    public static bool LetsAnywhere(Bundle bundle, Pod from, int port) =>
        bundle.Of("NetworkPolicy").Where(policy => IsFor(policy, from, "Egress")).SelectMany(policy => policy.Spec.Items("egress"))
            .Any(rule => rule.At("to") is null && rule.Items("ports").Any(allowed => allowed.Text("protocol") == "TCP" && allowed.Number("port") == port));

    /// <summary>Whether a policy is for a pod's connections of a direction.</summary>
    public static bool IsFor(Manifest policy, Pod pod, string direction) =>
        policy.Namespace == pod.Namespace && policy.Spec.Texts("policyTypes").Contains(direction) && new Selector(policy.Spec.At("podSelector")).Selects(pod.Labels);

    private static bool Allows(Bundle bundle, Pod subject, string direction, string rules, string peers, Func<JsonNode, bool> isPeer, Pod target, string port)
    {
        Manifest[] policies = [.. bundle.Of("NetworkPolicy").Where(policy => IsFor(policy, subject, direction))];
        return policies.Length == 0 || policies.SelectMany(policy => policy.Spec.Items(rules)).Any(rule =>
            (rule.At(peers) is null || rule.Items(peers).Any(isPeer)) && (rule.At("ports") is null || rule.Items("ports").Any(allowed => IsPort(allowed, target, port))));
    }

    private static bool IsPod(JsonNode peer, Pod pod) =>
        peer.At("ipBlock") is null && peer.At("namespaceSelector") is null && peer.At("podSelector") is { } selector && new Selector(selector).Selects(pod.Labels);

    private static bool IsPort(JsonNode allowed, Pod target, string port) =>
        allowed.Text("protocol") is null or "TCP" && (allowed.Text("port") == port || allowed.Number("port") == target.Port(port));
}
