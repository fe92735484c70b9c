using System.Diagnostics;
using System.Net;
using System.Xml.Linq;
using Fds.Client;
using Fds.Client.Commands;
using Fds.Client.Connections;
using Fds.Contracts.Studies.File;
using Fds.Deployment.Tests.Manifests;
using Spectre.Console;

namespace Fds.Deployment.Tests.Settings;

/// <summary>The manifests and the programs agree: keys, values, ports, arguments, versions.</summary>
public sealed class SettingsTests
{
    private static readonly string[] OfPods = ["POD_NAME", "POD_NAMESPACE", "POD_IP"];

    /// <summary>What others than our programs read: .NET and its logging, OpenTelemetry, NVIDIA's runtime, CUDA.</summary>
    private static readonly string[] OfOthers = ["DOTNET_", "Logging__", "OTEL_", "NVIDIA_", "CUDA_"];

    public static TheoryData<string> Overlays => ["k8s/overlays/dev", "k8s/overlays/prod"];

    public static TheoryData<string, string, string> WrongSettings => new()
    {
        { "Fds__Chekpoints", "/checkpoints", "Fds:Chekpoints: no option of the silo" },
        { "Fds__Cluster__ListenAdress", "0.0.0.0", "Fds:Cluster:ListenAdress: no option of the silo" },
        { "Fds__SiloPort", "port", "SiloPort" },
        { "Fds__SiloPort", "70000", "SiloPort" },
        { "Fds__DrainTime", "30s", "DrainTime" },
        { "Fds__HttpAddress", "everywhere", "HttpAddress" },
        { "Fds__Tls__Off", "on", "Tls:Off" },
    };

    [Theory]
    [MemberData(nameof(Overlays))]
    public void SiloSettings_InAnOverlay_AreOnesThatTheSiloHas(string overlay)
    {
        Assert.NotEmpty(SiloSettings(overlay));
        Assert.Empty(SiloAssembly.Instance.Faults(SiloSettings(overlay)));
    }

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void SiloSettings_WhenAKeyOrValueIsWrong_AreFound(string key, string value, string message)
    {
        Dictionary<string, string> settings = new(SiloSettings("k8s/overlays/prod")) { [key] = value };

        Assert.Contains(SiloAssembly.Instance.Faults(settings), fault => fault.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Variables_InAnOverlay_AreReadBySomeone(string overlay)
    {
        Bundle bundle = Kustomize.Render(overlay).With(Kustomize.Render("k8s/study"));
        string[] ofConsole = ["FDS_CLUSTER", "FDS_CLUSTER_ID", "FDS_MAX_MESSAGE_BYTES", "FDS_DATA", .. ClientCertificates.Names.Select(name => name.Variable)];
        foreach (Pod pod in bundle.Pods.Where(pod => pod.Owner.Name != "fds-postgresql"))
        {
            string[] own = pod.ServiceAccount == "fds-console" ? ofConsole : OfPods;
            IEnumerable<string> names = new ContainerEnvironment(bundle, pod.Containers.Single()).Names;
            Assert.All(names, name => Assert.True(own.Contains(name) || OfOthers.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || (pod.ServiceAccount != "fds-console" && name.StartsWith("Fds__", StringComparison.Ordinal)), $"{pod}: nobody reads {name}"));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Ports_InAnOverlay_AreThoseThatTheSiloListensOn(string overlay)
    {
        Pod silo = Kustomize.Render(overlay).Pod("fds-silo");
        Bundle bundle = Kustomize.Render(overlay);

        Assert.Empty(PortFaults(bundle));
        Bundle renamed = bundle.Copy();
        renamed.Pod("fds-silo").Containers.Single()["ports"]![0]!["containerPort"] = 11112;
        Assert.NotEmpty(PortFaults(renamed));
        Bundle moved = bundle.Copy();
        moved.The("ConfigMap", "fds-silo").Body["data"]!["Fds__GatewayPort"] = "30001";
        Assert.NotEmpty(PortFaults(moved));
        Assert.Equal(3, silo.Containers.Single().Items("ports").Count());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Addresses_InAnOverlay_LeaveNoPortOnLoopbackAlone(string overlay)
    {
        IReadOnlyDictionary<string, string> settings = SiloSettings(overlay);

        // Port forwarding comes from loopback, silos and probes from elsewhere.
        Assert.Equal(IPAddress.Any.ToString(), SiloAssembly.Instance.Value(settings, "Fds:Cluster:ListenAddress"));
        Assert.Equal(IPAddress.Any.ToString(), SiloAssembly.Instance.Value(settings, "Fds:HttpAddress"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Slots_InAnOverlay_FitIntoWhatThePodAsksOfTheProcessor(string overlay)
    {
        Bundle bundle = Kustomize.Render(overlay);
        IReadOnlyDictionary<string, string> settings = SiloSettings(overlay);
        int threads = (int)SiloAssembly.Instance.Value(settings, "Fds:Slots")! * (int)SiloAssembly.Instance.Value(settings, "Fds:ThreadsPerSlot")!;

        Assert.InRange(threads, 1, Math.Ceiling(Cores(bundle.Pod("fds-silo").Containers.Single().Text("resources", "requests", "cpu")!)));
    }

    [Fact]
    public void Certificates_InProduction_AreWhereTheSecretsAreMounted()
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod").With(Kustomize.Render("k8s/study"));
        foreach ((string name, string[] variables) in new (string, string[])[]
        {
            ("fds-silo", ["Fds__Tls__Authority", "Fds__Tls__Certificate", "Fds__Tls__Key"]),
            ("fds-console", [.. ClientCertificates.Names.Select(file => file.Variable)]),
            ("fds-submit", [.. ClientCertificates.Names.Select(file => file.Variable)]),
        })
        {
            Pod pod = bundle.Pod(name);
            JsonNode container = pod.Containers.Single();
            JsonNode volume = pod.Spec.Items("volumes").Single(volume => volume.At("secret") is not null);
            string folder = container.Items("volumeMounts").Single(mount => mount.Text("name") == volume.Text("name")).Text("mountPath")!;
            Manifest template = ManifestFiles.Templates.SelectMany(file => ManifestFiles.Read(file).All).Single(secret => secret.Name == volume.Text("secret", "secretName"));
            IReadOnlyDictionary<string, string> settings = new ContainerEnvironment(bundle, container).Settings;

            Assert.Equal(template.Body.Map("stringData").Keys.Select(key => $"{folder}/{key}").Order(), variables.Select(variable => settings[variable]).Order());
        }
    }

    [Fact]
    public void Gateway_InTheConsoleSettings_IsTheServiceAndItsPort()
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/dev");
        Manifest service = bundle.The("Service", "fds-gateway");

        Assert.Equal($"{service.Name}:{service.Spec.Items("ports").Single().Text("port")}", bundle.The("ConfigMap", "fds-console").Body.Text("data", "FDS_CLUSTER"));
    }

    [Fact]
    public void Gateway_OfTheService_IsForwardedUnderTheNumberOfTheSilosOwnPort()
    {
        Bundle bundle = Kustomize.Render("k8s/overlays/prod");
        Manifest service = bundle.The("Service", "fds-gateway");
        int port = bundle.Pod("fds-silo").Port("gateway")!.Value;

        // Of a headless service kubectl takes the pod, and forwards the number as it is.
        Assert.Equal("None", service.Spec.Text("clusterIP"));
        Assert.Equal(port, service.Spec.Items("ports").Single().Number("port"));
        Assert.Contains($"port-forward svc/{service.Name} {port}", File.ReadAllText(Path.Combine(SharedFolder.Checkout, "docs", "operate.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void StudyJob_WhenItsArgumentsAreParsed_HasNoErrors()
    {
        JsonNode container = Kustomize.Render("k8s/study").Pod("fds-submit").Containers.Single();
        Terminal terminal = new(TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), TimeProvider.System);

        Assert.Empty(RootCommandFactory.Create(terminal).Parse([.. container.Texts("args")]).Errors);
        Assert.NotEmpty(RootCommandFactory.Create(terminal).Parse([.. container.Texts("args"), "--waits"]).Errors);
    }

    [Fact]
    public void StudyJob_WhenItsFileIsRead_FindsAValidStudy()
    {
        Bundle bundle = Kustomize.Render("k8s/study");
        Pod pod = bundle.Pod("fds-submit");
        JsonNode container = pod.Containers.Single();
        string path = container.Texts("args").SkipWhile(argument => argument != "--file").ElementAt(1);
        JsonNode mount = container.Items("volumeMounts").Single(mount => mount.Text("mountPath") == Path.GetDirectoryName(path));
        string map = pod.Spec.Items("volumes").Single(volume => volume.Text("name") == mount.Text("name")).Text("configMap", "name")!;
        StudyFileReading reading = StudyFileReader.Read(bundle.The("ConfigMap", map).Body.Text("data", Path.GetFileName(path))!, path);

        Assert.Empty(reading.Faults);
    }

    [Fact]
    public async Task MigrationJob_WhenItsCommandRuns_IsTheOneThatMigrates()
    {
        string[] arguments = [.. Kustomize.Render("k8s/overlays/dev").Pod("fds-migrate").Containers.Single().Texts("args")];

        (int code, string output) = await SiloProcess.Migrate([.. arguments.Skip(1)]);

        Assert.Equal("migrate", arguments[0]);
        Assert.Equal(1, code);
        Assert.Contains("There is no database to migrate", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Images_InAnOverlay_AreOfThisVersion(string overlay)
    {
        string version = XDocument.Load(Path.Combine(SharedFolder.Checkout, "Directory.Build.props")).Descendants("Version").Single().Value;
        IEnumerable<string> images = Kustomize.Render(overlay).With(Kustomize.Render("k8s/study")).Pods.SelectMany(pod => pod.Containers).Select(container => container.Text("image")!);

        Assert.All(images.Where(image => image.Contains("fds-", StringComparison.Ordinal)), image => Assert.Matches($":{version}(-cuda)?$", image));
    }

    private static List<string> PortFaults(Bundle bundle)
    {
        Pod pod = bundle.Pod("fds-silo");
        IReadOnlyDictionary<string, string> settings = Settings(bundle);
        List<string> faults = [];
        foreach ((string name, string option) in new[] { ("silo", "Fds:SiloPort"), ("gateway", "Fds:GatewayPort"), ("http", "Fds:HttpPort") })
        {
            int listening = (int)SiloAssembly.Instance.Value(settings, option)!;
            if (pod.Port(name) != listening)
            {
                faults.Add($"{name} is {pod.Port(name)}, but the silo listens on {listening}");
            }

            faults.AddRange(bundle.Of("Service").SelectMany(service => service.Spec.Items("ports")).Where(port => port.Text("name") == name && port.Number("port") != listening).Select(port => port.ToJsonString()));
        }

        return faults;
    }

    private static Dictionary<string, string> SiloSettings(string overlay) => Settings(Kustomize.Render(overlay));

    private static Dictionary<string, string> Settings(Bundle bundle)
    {
        ContainerEnvironment environment = new(bundle, bundle.Pod("fds-silo").Containers.Single());
        return environment.Settings.Where(pair => pair.Key.StartsWith("Fds__", StringComparison.Ordinal)).ToDictionary();
    }

    private static double Cores(string quantity) => quantity.EndsWith('m') ? double.Parse(quantity[..^1]) / 1000 : double.Parse(quantity);
}
