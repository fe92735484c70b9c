using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Policies;

/// <summary>A mistake that schemas let through.</summary>
/// <param name="Rule">The rule that must find it.</param>
/// <param name="Make">Makes it.</param>
internal sealed record PolicyMutant(string Rule, Action<Bundle> Make)
{
    private const string Silo = "fds-silo";

    /// <summary>All mistakes, at least one for each rule.</summary>
    public static IReadOnlyList<PolicyMutant> All { get; } =
    [
        Spec("root", pod => Remove(pod["securityContext"], "runAsNonRoot")),
        Spec("root", pod => pod["securityContext"]!["runAsUser"] = 0),
        Spec("seccomp", pod => Remove(pod["securityContext"], "seccompProfile")),
        Spec("host-namespace", pod => pod["hostNetwork"] = true),
        Spec("host-path", pod => pod["volumes"]!.AsArray().Add(JsonNode.Parse("""{"name": "host", "hostPath": {"path": "/etc"}}"""))),
        Container("privileges", container => Remove(container["securityContext"], "allowPrivilegeEscalation")),
        Container("writable-root", container => container["securityContext"]!["readOnlyRootFilesystem"] = false),
        Container("capabilities", container => container["securityContext"]!["capabilities"]!["drop"] = new JsonArray()),
        Container("image-version", container => container["image"] = "registry.example:5000/fds-silo"),
        Container("image-version", container => container["image"] = "fds-silo:latest"),
        Container("secret-in-the-open", container => Variable(container, "Fds__Cluster__ConnectionString").ReplaceWith(JsonNode.Parse("""{"name": "Fds__Cluster__ConnectionString", "value": "Host=db;Password=x"}"""))),
        Container("no-requests", container => Remove(container["resources"], "requests")),
        Container("no-memory-limit", container => Remove(container["resources"]!["limits"], "memory")),
        Container("cpu-limit", container => container["resources"]!["limits"]!["cpu"] = "2"),
        Container("gpu-request", container => container["resources"]!["requests"]!["nvidia.com/gpu"] = 2),
        Spec("gpu-toleration", pod => Remove(pod, "tolerations")),
        Spec("default-account", pod => Remove(pod, "serviceAccountName")),
        Spec("no-such-account", pod => pod["serviceAccountName"] = "fds-silos"),
        Spec("token-not-stated", pod => Remove(pod, "automountServiceAccountToken")),
        Spec("no-token", pod => pod["automountServiceAccountToken"] = false),
        new("token-for-nothing", bundle => bundle.The("Deployment", "fds-console").Body["spec"]!["template"]!["spec"]!["automountServiceAccountToken"] = true),
        new("token-by-default", bundle => bundle.The("ServiceAccount", Silo).Body["automountServiceAccountToken"] = true),
        new("wildcard", bundle => bundle.The("Role", Silo).Body["rules"]![0]!["verbs"] = new JsonArray("*")),
        new("no-such-role", bundle => bundle.The("RoleBinding", Silo).Body["roleRef"]!["name"] = "pods"),
        new("no-such-account", bundle => bundle.The("RoleBinding", Silo).Body["subjects"]![0]!["name"] = "default"),
        new("defined-twice", bundle => bundle.The("Service", "fds-gateway").Body["metadata"]!["name"] = Silo),
        new("no-such-namespace", bundle => bundle.The("Service", "fds-gateway").Body["metadata"]!["namespace"] = "default"),
        new("selector-misses-own-pods", bundle => bundle.The("StatefulSet", Silo).Body["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"] = "silo"),
        new("selector-takes-others", bundle => bundle.The("Job", "fds-migrate").Body["spec"]!["template"]!["metadata"]!["labels"]!["app.kubernetes.io/name"] = "fds-console"),
        Spec("no-such-claim", pod => Volume(pod, "checkpoints")["persistentVolumeClaim"]!["claimName"] = "checkpoints"),
        Spec("no-such-secret", pod => Volume(pod, "tls")["secret"]!["secretName"] = "tls"),
        Container("no-such-secret", container => Variable(container, "Fds__Cluster__ConnectionString")["valueFrom"]!["secretKeyRef"]!["key"] = "connection"),
        Container("no-such-settings", container => container["envFrom"]![0]!["configMapRef"]!["name"] = "fds"),
        Container("no-such-volume", container => container["volumeMounts"]![0]!["name"] = "weights"),
        Container("no-such-port", container => container["readinessProbe"]!["httpGet"]!["port"] = "web"),
        Template("no-such-label", template => Remove(template["metadata"]!["labels"], "orleans/clusterId")),
        new("selects-nothing", bundle => bundle.The("Service", "fds-gateway").Body["spec"]!["selector"]!["app.kubernetes.io/name"] = "silo"),
        new("no-such-port", bundle => bundle.The("Service", "fds-gateway").Body["spec"]!["ports"]![0]!["targetPort"] = "gate"),
        new("selects-one-service", bundle => bundle.The("ServiceMonitor", Silo).Body["spec"]!["selector"]!["matchLabels"] = new JsonObject { ["app.kubernetes.io/part-of"] = "fds" }),
        new("no-such-port", bundle => bundle.The("ServiceMonitor", Silo).Body["spec"]!["endpoints"]![0]!["port"] = "metrics"),
        new("clusters-in-one-job", bundle => Remove(bundle.The("ServiceMonitor", Silo).Body["spec"]!["endpoints"]![0], "relabelings")),
        new("scraped-twice", bundle => bundle.The("Service", "fds-gateway").Body["kind"] = "PodMonitor"),
        new("no-network-policy", bundle => bundle.The("NetworkPolicy", "default-deny").Body["spec"]!["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = Silo } }),
        new("no-such-port", bundle => bundle.The("NetworkPolicy", Silo).Body["spec"]!["ingress"]![0]!["ports"]![0]!["port"] = "orleans"),
        new("peer-selects-nothing", bundle => bundle.The("NetworkPolicy", Silo).Body["spec"]!["ingress"]![1]!["from"]![0]!["podSelector"]!["matchLabels"]!["fds-gateway-client"] = "yes"),
        Container("no-probe", container => Remove(container, "livenessProbe")),
        Spec("all-on-one-node", pod => Remove(pod, "affinity")),
        new("volume-of-one-node", bundle => bundle.The("PersistentVolumeClaim", "fds-data").Body["spec"]!["accessModes"] = new JsonArray("ReadWriteOnce")),
        new("log-is-lost", bundle => bundle.The("Job", "fds-migrate").Body["spec"]!["template"]!["spec"]!["restartPolicy"] = "OnFailure"),
        new("no-disruption-budget", bundle => bundle.The("PodDisruptionBudget", Silo).Body["spec"]!["selector"]!["matchLabels"]!["app.kubernetes.io/name"] = "silo"),
        new("nobody-may-go", bundle => bundle.The("PodDisruptionBudget", Silo).Body["spec"]!["maxUnavailable"] = 0),
        new("nobody-may-go", bundle => bundle.The("PodDisruptionBudget", Silo).Body["spec"]!["minAvailable"] = 4),
        new("no-headless-service", bundle => Remove(bundle.The("Service", Silo).Body["spec"], "clusterIP")),
        Container("pod-environment", container => Variable(container, "POD_IP")["name"] = "IP"),
        Container("computes-on-the-processor", container => Variable(container, "Fds__Device")["value"] = "cpu"),
        Container("computes-on-the-processor", container => Variable(container, "Fds__Device")["name"] = "Fds__Devices"),
        Template("orleans-labels", template => template["metadata"]!["labels"]!["orleans/serviceId"] = "other"),
        new("one-by-one", bundle => Remove(bundle.The("StatefulSet", Silo).Body["spec"], "podManagementPolicy")),
        Spec("grace-period", pod => pod["terminationGracePeriodSeconds"] = 35),
        new("grace-period", bundle => bundle.The("ConfigMap", Silo).Body["data"]!["Fds__DrainTime"] = "00:05:00"),
        new("checkpoints-not-mounted", bundle => bundle.The("ConfigMap", Silo).Body["data"]!["Fds__Checkpoints"] = "/var/checkpoints"),
    ];

    private static PolicyMutant Template(string rule, Action<JsonNode> make) => new(rule, bundle => make(bundle.The("StatefulSet", Silo).Body["spec"]!["template"]!));

    private static PolicyMutant Spec(string rule, Action<JsonNode> make) => Template(rule, template => make(template["spec"]!));

    private static PolicyMutant Container(string rule, Action<JsonNode> make) => Spec(rule, pod => make(pod["containers"]![0]!));

    private static JsonNode Variable(JsonNode container, string name) => container.Items("env").Single(variable => variable.Text("name") == name);

    private static JsonNode Volume(JsonNode pod, string name) => pod.Items("volumes").Single(volume => volume.Text("name") == name);

    private static void Remove(JsonNode? node, string member) => Assert.True(node!.AsObject().Remove(member), $"There is no {member} to remove.");
}
