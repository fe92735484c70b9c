using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Text;
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
    private const string StudyJob = "fds-submit-quickstart";
    private static readonly string[] OfPods = ["POD_NAME", "POD_NAMESPACE", "POD_IP"];

    /// <summary>What others than our programs read: .NET and its logging, OpenTelemetry, NVIDIA's runtime, CUDA, the linker.</summary>
    private static readonly string[] OfOthers = ["DOTNET_", "Logging__", "OTEL_", "NVIDIA_", "CUDA_", "LD_LIBRARY_PATH"];

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
            (StudyJob, [.. ClientCertificates.Names.Select(file => file.Variable)]),
        })
        {
            Pod pod = bundle.Pod(name);
            JsonNode container = pod.Containers.Single();
            JsonNode volume = pod.Spec.Items("volumes").Single(volume => volume.Text("name") == "tls");
            string folder = container.Items("volumeMounts").Single(mount => mount.Text("name") == volume.Text("name")).Text("mountPath")!;
            Manifest template = ManifestFiles.Templates.SelectMany(file => ManifestFiles.Read(file).All).Single(secret => secret.Name == volume.Text("secret", "secretName"));
            IReadOnlyDictionary<string, string> settings = new ContainerEnvironment(bundle, container).Settings;

            Assert.Equal(template.Body.Map("stringData").Keys.Select(key => $"{folder}/{key}").Order(), variables.Select(variable => settings[variable]).Order());
        }
    }

    [Theory]
    [InlineData("fds-silo")]
    [InlineData("fds-migrate")]
    public void Database_WhenItsAuthorityIsInTheSecret_IsTrustedByWhoeverUsesIt(string name)
    {
        Pod pod = Kustomize.Render("k8s/overlays/prod").Pod(name);
        JsonNode volume = pod.Spec.Items("volumes").Single(volume => volume.Text("secret", "secretName") == "fds-database");
        JsonNode item = volume.Items("secret", "items").Single();
        string folder = pod.Containers.Single().Items("volumeMounts").Single(mount => mount.Text("name") == volume.Text("name")).Text("mountPath")!;
        IReadOnlyDictionary<string, string> template = DatabaseTemplate();

        Assert.True(volume.Flag("secret", "optional"));
        Assert.Contains(item.Text("key")!, template.Keys);
        Assert.Equal($"{folder}/{item.Text("path")}", Part(template["connection-string"], "Root Certificate"));
    }

    [Theory]
    [InlineData("k8s/overlays/dev")]
    [InlineData("k8s/overlays/prod")]
    public void Connections_OfAllSilosOfAnOverlay_FitIntoThePostgreSqlOfTheComponent(string overlay)
    {
        const int Others = 10;
        Bundle bundle = Kustomize.Render(overlay);
        string connection = bundle.Of("Secret").Where(secret => secret.Name == "fds-database").Select(secret => Encoding.UTF8.GetString(Convert.FromBase64String(secret.Body.Text("data", "connection-string")!.ReplaceLineEndings("")))).SingleOrDefault()
            ?? DatabaseTemplate()["connection-string"];
        string most = Kustomize.Render("k8s/overlays/dev").Pod("fds-postgresql").Containers.Single().Texts("args").Single(argument => argument.StartsWith("max_connections=", StringComparison.Ordinal));

        Assert.InRange(bundle.The("StatefulSet", "fds-silo").Spec.Number("replicas")!.Value * int.Parse(Part(connection, "Maximum Pool Size")), 1, int.Parse(most.Split('=')[1]) - Others);
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
        JsonNode container = Kustomize.Render("k8s/study").Pod(StudyJob).Containers.Single();
        Terminal terminal = new(TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), TimeProvider.System);

        Assert.Empty(RootCommandFactory.Create(terminal).Parse([.. container.Texts("args")]).Errors);
        Assert.NotEmpty(RootCommandFactory.Create(terminal).Parse([.. container.Texts("args"), "--waits"]).Errors);
    }

    [Fact]
    public void StudyJob_WhenItsFileIsRead_FindsAValidStudy()
    {
        Bundle bundle = Kustomize.Render("k8s/study");
        Pod pod = bundle.Pod(StudyJob);
        JsonNode container = pod.Containers.Single();
        string path = container.Texts("args").SkipWhile(argument => argument != "--file").ElementAt(1);
        JsonNode mount = container.Items("volumeMounts").Single(mount => mount.Text("mountPath") == Path.GetDirectoryName(path));
        string map = pod.Spec.Items("volumes").Single(volume => volume.Text("name") == mount.Text("name")).Text("configMap", "name")!;
        StudyFileReading reading = StudyFileReader.Read(bundle.The("ConfigMap", map).Body.Text("data", Path.GetFileName(path))!, path);

        Assert.Empty(reading.Faults);
    }

    [Fact]
    public void StudyJob_OfAnotherFileUnderTheOldName_IsRefusedByKubernetesAndNotPassedOver()
    {
        Kustomize.Render("k8s/study");
        using TemporaryFolder copy = new();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedFolder.Checkout, "k8s/study")))
        {
            File.Copy(file, copy[Path.GetFileName(file)]);
        }

        File.AppendAllText(copy["study.yaml"], "# another one");
        Manifest job = Bundle.Parse(Kustomize.Run(copy.Path)).The("Job", StudyJob);

        // A Job's template is immutable, so that the same one passes silently and a different one does not.
        Assert.False(JsonNode.DeepEquals(Kustomize.Render("k8s/study").The("Job", StudyJob).Spec.At("template"), job.Spec.At("template")));
    }

    [Fact]
    public void StudyJob_WhenTheConsoleEndsForGood_IsNotTriedAgain()
    {
        JsonNode rule = Kustomize.Render("k8s/study").The("Job", StudyJob).Spec.Items("podFailurePolicy", "rules").Single();

        Assert.Equal("FailJob", rule.Text("action"));
        Assert.Equal([$"{ExitCodes.StudyFailed}", $"{ExitCodes.Usage}"], rule.Texts("onExitCodes", "values"));
        Assert.Equal(Kustomize.Render("k8s/study").Pod(StudyJob).Containers.Single().Text("name"), rule.Text("onExitCodes", "containerName"));
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

    private static IReadOnlyDictionary<string, string> DatabaseTemplate() => ManifestFiles.Read("k8s/templates/database.yaml").The("Secret", "fds-database").Body.Map("stringData");

    /// <summary>What a connection string says under a keyword.</summary>
    private static string Part(string connection, string keyword) => new DbConnectionStringBuilder { ConnectionString = connection }[keyword].ToString()!;

    private static double Cores(string quantity) => quantity.EndsWith('m') ? double.Parse(quantity[..^1]) / 1000 : double.Parse(quantity);
}
