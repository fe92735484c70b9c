using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>Who may ask Kubernetes for what.</summary>
internal static class AccessRules
{
    private static readonly string[] Scopes = ["verbs", "resources", "apiGroups"];

    public static IEnumerable<Finding> Of(Bundle bundle) => bundle.Pods.SelectMany(pod => OfPod(bundle, pod)).Concat(OfRoles(bundle)).Concat(OfBindings(bundle)).Concat(OfAccounts(bundle));

    private static IEnumerable<Finding> OfPod(Bundle bundle, Pod pod)
    {
        if (pod.ServiceAccount is null or "default")
        {
            yield return Finding.At(pod, "default-account");
        }
        else if (!Accounts(bundle).Contains((pod.ServiceAccount, pod.Namespace)))
        {
            yield return Finding.At(pod, "no-such-account", pod.ServiceAccount);
        }

        if (pod.Spec.Text("automountServiceAccountToken") is not { } mounted)
        {
            yield return Finding.At(pod, "token-not-stated");
        }
        else if (mounted == "true" && !bundle.Of("RoleBinding").Any(binding => binding.Body.Items("subjects").Any(subject => subject.Text("name") == pod.ServiceAccount)))
        {
            yield return Finding.At(pod, "token-for-nothing");
        }
    }

    private static IEnumerable<Finding> OfRoles(Bundle bundle) =>
        from role in bundle.Of("Role", "ClusterRole")
        from rule in role.Body.Items("rules")
        where Scopes.Any(member => rule.Texts(member).Contains("*"))
        select Finding.At(role, "wildcard", rule.ToJsonString());

    private static IEnumerable<Finding> OfBindings(Bundle bundle)
    {
        foreach (Manifest binding in bundle.Of("RoleBinding", "ClusterRoleBinding"))
        {
            if (!bundle.Of(binding.Body.Text("roleRef", "kind")!).Any(role => role.Name == binding.Body.Text("roleRef", "name")))
            {
                yield return Finding.At(binding, "no-such-role", binding.Body.Text("roleRef", "name")!);
            }

            foreach (JsonNode subject in binding.Body.Items("subjects").Where(subject => !Accounts(bundle).Contains((subject.Text("name")!, subject.Text("namespace") ?? binding.Namespace))))
            {
                yield return Finding.At(binding, "no-such-account", subject.Text("name")!);
            }
        }
    }

    private static IEnumerable<Finding> OfAccounts(Bundle bundle) =>
        bundle.Of("ServiceAccount").Where(account => account.Body.Text("automountServiceAccountToken") != "false").Select(account => Finding.At(account, "token-by-default"));

    private static HashSet<(string Name, string Namespace)> Accounts(Bundle bundle) => [.. bundle.Of("ServiceAccount").Select(account => (account.Name, account.Namespace))];
}
