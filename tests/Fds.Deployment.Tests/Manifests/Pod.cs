namespace Fds.Deployment.Tests.Manifests;

/// <summary>The pods that an object makes.</summary>
internal sealed record Pod(Manifest Owner)
{
    private JsonNode? Template => Owner.Spec.At("template");

    public JsonNode Spec => Template.At("spec")!;

    public IReadOnlyDictionary<string, string> Labels => Template.Map("metadata", "labels");

    public string Namespace => Owner.Namespace;

    public IEnumerable<JsonNode> Containers => Spec.Items("containers");

    public string? ServiceAccount => Spec.Text("serviceAccountName");

    /// <summary>Names of its volumes, those of claims of its own among them.</summary>
    public IEnumerable<string> Volumes =>
        Spec.Items("volumes").Select(volume => volume.Text("name")!).Concat(Owner.Spec.Items("volumeClaimTemplates").Select(claim => claim.Text("metadata", "name")!));

    /// <summary>The container's port of a name, or null.</summary>
    public int? Port(string name) => Containers.SelectMany(container => container.Items("ports")).FirstOrDefault(port => port.Text("name") == name).Number("containerPort");

    public override string ToString() => Owner.ToString();
}
