namespace Fds.Deployment.Tests.Manifests;

/// <summary>Objects that are applied together.</summary>
internal sealed record Bundle(IReadOnlyList<Manifest> All)
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "DaemonSet", "Job"];

    public IEnumerable<Pod> Pods => All.Where(manifest => Workloads.Contains(manifest.Kind)).Select(manifest => new Pod(manifest));

    /// <summary>The objects of a stream of YAML.</summary>
    public static Bundle Parse(string yaml) => new([.. YamlDocuments.Read(yaml).Select(body => new Manifest(body))]);

    public IEnumerable<Manifest> Of(params string[] kinds) => All.Where(manifest => kinds.Contains(manifest.Kind));

    /// <summary>The one object of a kind and name.</summary>
    public Manifest The(string kind, string name) => Of(kind).Single(manifest => manifest.Name == name);

    /// <summary>The pods of the workload of a name.</summary>
    public Pod Pod(string name) => Pods.Single(pod => pod.Owner.Name == name);

    /// <summary>A copy that can be changed without changing this one.</summary>
    public Bundle Copy() => new([.. All.Select(manifest => new Manifest(manifest.Body.DeepClone().AsObject()))]);

    public Bundle With(Bundle other) => new([.. All, .. other.All]);
}
