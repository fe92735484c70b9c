using Fds.Deployment.Tests.Manifests;
using Fds.Deployment.Tests.Policies;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>
/// A pod of the silos' StatefulSet as a kubelet makes it of the rendered manifests: environment with ConfigMaps, Secrets and its own
/// fields, volumes where they are mounted, the probes' paths and ports, the time it has to stop.
/// </summary>
internal sealed class SimulatedPod : IAsyncDisposable
{
    /// <summary>No status: the answer took longer than a probe waits.</summary>
    public const int Slow = 0;

    private readonly Pod template;
    private readonly Container container;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };

    private SimulatedPod(SimulatedNode node, string name, string address)
    {
        template = node.Bundle.Pod("fds-silo");
        Name = name;
        Address = address;
        container = Container.Start(Variables(node), Mounts(node), ["/app/fds-silo", .. Specification.Texts("args")]);
    }

    public string Name { get; }

    public string Address { get; }

    /// <summary>Where consoles reach it.</summary>
    public string Gateway => $"{Address}:{template.Port("gateway")}";

    public string Log => container.Log;

    public bool HasExited => container.HasExited;

    /// <summary>From SIGTERM until Kubernetes would kill it: what is left of the grace period after the pause before it.</summary>
    public TimeSpan GraceAfterPause => TimeSpan.FromSeconds(template.Spec.Number("terminationGracePeriodSeconds")!.Value - (Specification.Number("lifecycle", "preStop", "sleep", "seconds") ?? 0));

    private JsonNode Specification => template.Containers.Single();

    /// <summary>Makes the pod known to Kubernetes and starts its container.</summary>
    public static SimulatedPod Start(SimulatedNode node, string name, string address)
    {
        node.Api.Add(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = node.Space, ["labels"] = new JsonObject(node.Bundle.Pod("fds-silo").Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))) },
            ["status"] = new JsonObject { ["podIP"] = address },
        });
        return new(node, name, address);
    }

    /// <summary>What a probe finds: the status, <see cref="Slow"/>, or null where nothing listens.</summary>
    public async Task<int?> Probe(string probe)
    {
        JsonNode get = Specification.At(probe, "httpGet")!;
        int port = get.Number("port") ?? template.Port(get.Text("port")!)!.Value;
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://{Address}:{port}{get.Text("path")}"));
            return (int)answer.StatusCode;
        }
        catch (TaskCanceledException)
        {
            return Slow;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits until it is ready.</summary>
    public Task BecomeReady() => Patience.Until($"{Name} to be ready", async () => container.HasExited ? throw new InvalidOperationException($"{Name} ended: {Log}") : await Probe("readinessProbe") == 200, () => Log);

    /// <summary>What Kubernetes does first to a pod that is deleted, after the pause.</summary>
    public Task Terminate() => container.Signal("TERM");

    public Task Kill() => container.Signal("KILL");

    public Task<int> WaitForExit(TimeSpan limit) => container.WaitForExit(limit);

    public async ValueTask DisposeAsync()
    {
        await container.DisposeAsync();
        http.Dispose();
    }

    private Dictionary<string, string> Variables(SimulatedNode node)
    {
        ContainerEnvironment environment = new(node.Bundle, Specification);
        Dictionary<string, string> variables = new(environment.Settings);
        foreach (string name in environment.Names.Except(variables.Keys).ToArray())
        {
            variables[name] = environment.Field(name) is { } path ? Field(path, node) : node.Secrets[environment.SecretKey(name)!];
        }

        foreach ((string name, string value) in node.Overrides(Address))
        {
            variables[name] = value;
        }

        return variables;
    }

    private string Field(string path, SimulatedNode node) => path switch
    {
        "metadata.name" => Name,
        "metadata.namespace" => node.Space,
        "status.podIP" => Address,
        _ => template.Labels[PodFields.Label(path) ?? throw new ArgumentException($"Expected a field that kubelets know, but got '{path}'.")],
    };

    private IEnumerable<Mount> Mounts(SimulatedNode node)
    {
        yield return new(Programs.SiloFolder, "/app", ReadOnly: true);
        yield return new(node.ServiceAccount, "/var/run/secrets/kubernetes.io/serviceaccount", ReadOnly: true);
        foreach (JsonNode mount in Specification.Items("volumeMounts"))
        {
            JsonNode volume = template.Spec.Items("volumes").Single(volume => volume.Text("name") == mount.Text("name"));
            yield return new(node.Volume(volume, Name), mount.Text("mountPath")!, mount.Flag("readOnly") || volume.At("secret") is not null);
        }
    }
}
