using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Schemas;

/// <summary>A mistake that the schemas must find.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Kind">The kind of the object that gets it.</param>
/// <param name="Object">The name of the object.</param>
/// <param name="Path">What the message must name.</param>
/// <param name="Make">Makes the mistake in the object's body.</param>
internal sealed record SchemaMutant(string Name, string Kind, string Object, string Path, Action<JsonNode> Make)
{
    private const string Silo = "fds-silo";

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<SchemaMutant> All { get; } =
    [
        Set("misspelt", body => Rename(body["spec"], "replicas", "replica"), "spec.replica"),
        Container("misspelt probe", container => Rename(container, "readinessProbe", "readinesProbe"), "readinesProbe"),
        Pod("misspelt security", pod => pod["securityContext"]!["runAsNonroot"] = true, "runAsNonroot"),
        Container("misplaced", container => container["terminationGracePeriodSeconds"] = 30, "terminationGracePeriodSeconds"),
        Set("text for a number", body => body["spec"]!["replicas"] = "3", "spec.replicas"),
        Container("number for a text", container => container["env"]![0] = new JsonObject { ["name"] = "X", ["value"] = 1 }, "value"),
        Pod("object for a list", pod => pod["containers"] = pod["containers"]![0]!.DeepClone(), "containers"),
        Set("no selector", body => Remove(body["spec"], "selector"), "selector"),
        Container("no image", container => Remove(container, "image"), "image"),
        Set("no service", body => Remove(body["spec"], "serviceName"), "serviceName"),
        new("no name", "Service", Silo, "name", body => Remove(body["metadata"], "name")),
        new("no rules", "Role", Silo, "rules", body => Remove(body, "rules")),
        Pod("nothing for an object", pod => Volume(pod, "temporary")["emptyDir"] = null, "emptyDir"),
        Container("unknown pull policy", container => container["imagePullPolicy"] = "always", "imagePullPolicy"),
        Set("unknown order of pods", body => body["spec"]!["podManagementPolicy"] = "parallel", "podManagementPolicy"),
        new("unknown verb", "Role", Silo, "verbs", body => body["rules"]![0]!["verbs"]!.AsArray().Add("lists")),
        Container("no unit of memory", container => container["resources"]!["limits"]!["memory"] = "32GB", "memory"),
        Container("half a GPU", container => container["resources"]!["limits"]!["nvidia.com/gpu"] = "0.5", "nvidia.com/gpu"),
        Container("port out of range", container => container["ports"]![0]!["containerPort"] = 111111, "containerPort"),
        Container("long name of a port", container => container["ports"]![0]!["name"] = "orleans-silo-port", "name"),
        Container("probe of two kinds", container => container["livenessProbe"]!["tcpSocket"] = new JsonObject { ["port"] = 11111 }, "livenessProbe"),
        Container("probe of no kind", container => Remove(container["livenessProbe"], "httpGet"), "livenessProbe"),
        Container("capability with its prefix", container => container["securityContext"]!["capabilities"]!["drop"] = new JsonArray("CAP_SYS_ADMIN"), "drop"),
        new("label with a space", "Service", Silo, "labels", body => body["metadata"]!["labels"]!["x"] = "a b"),
        Set("label that is a number", body => body["spec"]!["template"]!["metadata"]!["labels"]!["v"] = 1, "labels"),
        new("both limits of a disruption", "PodDisruptionBudget", Silo, "", body => body["spec"]!["minAvailable"] = 1),
        new("old version", "PodDisruptionBudget", Silo, "no schema for policy/v1beta1/PodDisruptionBudget", body => body["apiVersion"] = "policy/v1beta1"),
        new("protocol in small letters", "NetworkPolicy", Silo, "protocol", body => body["spec"]!["ingress"]![0]!["ports"]![0]!["protocol"] = "tcp"),
        new("misspelt interval", "ServiceMonitor", Silo, "intervall", body => body["spec"]!["endpoints"]![0]!["intervall"] = "5s"),
        new("interval without unit", "ServiceMonitor", Silo, "interval", body => body["spec"]!["endpoints"]![0]!["interval"] = "15"),
    ];

    /// <summary>The mistake's name, for test lists.</summary>
    public override string ToString() => Name;

    private static SchemaMutant Set(string name, Action<JsonNode> make, string path) => new(name, "StatefulSet", Silo, path, make);

    private static SchemaMutant Pod(string name, Action<JsonNode> make, string path) => Set(name, body => make(body.At("spec", "template", "spec")!), path);

    private static SchemaMutant Container(string name, Action<JsonNode> make, string path) => Pod(name, pod => make(pod["containers"]![0]!), path);

    private static JsonNode Volume(JsonNode pod, string name) => pod.Items("volumes").Single(volume => volume.Text("name") == name);

    private static void Remove(JsonNode? node, string member) => Assert.True(node!.AsObject().Remove(member), $"There is no {member} to remove.");

    private static void Rename(JsonNode? node, string from, string to)
    {
        JsonNode value = node![from]!.DeepClone();
        Remove(node, from);
        node[to] = value;
    }
}
