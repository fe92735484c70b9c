using System.Diagnostics;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Kubelet;

/// <summary>
/// What pods find around them: Kubernetes' API, a database, volumes, Secrets. All pods are in this machine's network, each at a loopback
/// address of its own, so that they keep the ports that the manifests give them and listen at their own address alone.
/// </summary>
internal sealed class SimulatedNode : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private SimulatedNode(Bundle bundle, ApiServer api, PostgreSqlServer? database)
    {
        Bundle = bundle;
        Api = api;
        Database = database;
        ApiPort = api.Port;
        ServiceAccount = folder["account"];
        api.WriteServiceAccount(ServiceAccount, Space);
    }

    public Bundle Bundle { get; }

    public ApiServer Api { get; }

    public PostgreSqlServer? Database { get; }

    public string Space => Bundle.The("StatefulSet", "fds-silo").Namespace;

    /// <summary>Where pods look for Kubernetes' API.</summary>
    public int ApiPort { get; set; }

    /// <summary>The service account's folder.</summary>
    public string ServiceAccount { get; }

    /// <summary>Keys of Secrets that environment variables have.</summary>
    public IReadOnlyDictionary<string, string> Secrets => new Dictionary<string, string> { ["connection-string"] = Database?.ConnectionString ?? "Host=127.0.0.1;Port=1;Username=fds" };

    /// <summary>A console's options, with its certificates.</summary>
    public string[] ConsoleOptions => ["--tls-authority", folder["certificates/ca.crt"], "--tls-certificate", folder["certificates/client.crt"], "--tls-key", folder["certificates/client.key"]];

    /// <summary>A node over the manifests of an overlay, changed or not.</summary>
    public static async Task<SimulatedNode> Start(Bundle bundle, bool withDatabase)
    {
        ApiServer api = await ApiServer.Start(bundle.The("Role", "fds-silo"));
        SimulatedNode node = new(bundle, api, withDatabase ? await PostgreSqlServer.Start() : null);
        await node.MakeCertificates();
        return node;
    }

    /// <summary>What differs here from the manifests: the network, that there is no GPU, and how often a silo does what it does.</summary>
    public IEnumerable<KeyValuePair<string, string>> Overrides(string address) =>
    [
        new("KUBERNETES_SERVICE_HOST", "127.0.0.1"), new("KUBERNETES_SERVICE_PORT", $"{ApiPort}"),
        new("Fds__Cluster__ListenAddress", address), new("Fds__HttpAddress", address),
        new("Fds__Device", "cpu"), new("Fds__Slots", "1"), new("Fds__Heartbeat", "00:00:00.200"), new("Fds__Registration", "00:00:00.500"), new("Fds__CheckpointInterval", "00:00:01"),

        // So slow that whoever is declared dead within a test was not found so by probes.
        new("Fds__Cluster__ProbeTimeout", "00:01:00"),
    ];

    /// <summary>The folder behind a volume: one for all pods where it is a claim, one for each where it is empty at first.</summary>
    public string Volume(JsonNode volume, string pod)
    {
        string name = volume.Text("name")!;
        if (name == "tls")
        {
            return Secret(volume.Text("secret", "secretName")!);
        }

        // Of a Secret without the key that is asked for, an empty folder comes.
        string path = volume.At("persistentVolumeClaim") is not null ? folder[name] : folder[$"{pod}-{name}"];
        Directory.CreateDirectory(path);
        Container.GiveToGroup(path);
        return path;
    }

    /// <summary>A study file.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>The Secret of silos, from the files that 'fds-silo certs' makes, as k8s/templates says.</summary>
    private string Secret(string name)
    {
        string path = folder[name];
        Directory.CreateDirectory(path);
        foreach ((string key, string file) in new[] { ("ca.crt", "ca.crt"), ("tls.crt", "silo.crt"), ("tls.key", "silo.key") })
        {
            File.Copy(folder[$"certificates/{file}"], Path.Combine(path, key), overwrite: true);
        }

        Container.GiveToGroup(path);
        return path;
    }

    private async Task MakeCertificates()
    {
        using Process certs = Process.Start(new ProcessStartInfo(Programs.Silo, ["certs", "--to", folder["certificates"]]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = certs.StandardError.ReadToEndAsync();
        await certs.StandardOutput.ReadToEndAsync();
        await certs.WaitForExitAsync();
        Assert.True(certs.ExitCode == 0, await errors);
    }
}
