using System.Diagnostics;
using Fds.Deployment.Tests.Kubelet;
using Fds.Deployment.Tests.Manifests;

namespace Fds.Deployment.Tests.Images;

/// <summary>
/// images/build against stand-ins for container engines. Not beside tests that start programs: a child that another has just forked may
/// still hold a stand-in open, and what is open for writing cannot be run.
/// </summary>
[Collection(ContainerTests.Name)]
public sealed class BuildScriptTests : IDisposable
{
    private static readonly string[] Places = ["/usr/bin", "/bin"];
    private static readonly string[] Needed = ["bash", "env", "dirname", "readlink", "sed"];
    private static readonly string[] WithImages = ["k8s/base/silo.yaml", "k8s/base/console.yaml", "k8s/base/migrate.yaml", "k8s/study/job.yaml"];
    private readonly TemporaryFolder folder = new();

    public BuildScriptTests()
    {
        Directory.CreateDirectory(folder["tools"]);
        foreach (string tool in Needed)
        {
            string path = Places.Select(place => Path.Combine(place, tool)).First(File.Exists);
            File.CreateSymbolicLink(folder[$"tools/{tool}"], path);
        }
    }

    private static string Version => System.Xml.Linq.XDocument.Load(Path.Combine(SharedFolder.Checkout, "Directory.Build.props")).Descendants("Version").Single().Value;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Build_WhenThereIsNoEngine_SaysSo()
    {
        (int code, string output) = Run([]);

        Assert.Equal((125, "images: no container engine answers (tried: podman, docker). Start one, or name it with FDS_ENGINE.\n"), (code, output));
    }

    [Fact]
    public void Build_WhenAnEngineIsInstalledButDoesNotAnswer_TakesTheNext()
    {
        Engine("podman", answers: false);
        Assert.Equal(125, Run([]).Code);

        Engine("docker", answers: true);
        Assert.Equal(0, Run([]).Code);
        Assert.All(Calls(), call => Assert.StartsWith("docker ", call, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cpu", "")]
    [InlineData("cuda", "-cuda")]
    public void Build_WhenToldWhichLibtorch_TagsTheSiloSo(string torch, string suffix)
    {
        Engine("docker", answers: true);

        Assert.Equal(0, Run([torch]).Code);
        Assert.Contains(Calls(), call => call.Contains($"--build-arg FdsTorch={torch} --tag docker.io/library/fds-silo:{Version}{suffix} ", StringComparison.Ordinal));
        Assert.Contains(Calls(), call => call.Contains($"--tag docker.io/library/fds-console:{Version} ", StringComparison.Ordinal));
        Assert.DoesNotContain(Calls(), call => call.Contains(" push ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("podman")]
    [InlineData("docker")]
    public void Build_WhenNothingIsPushed_NamesImagesInFullAsKubernetesReadsTheManifests(string engine)
    {
        Engine(engine, answers: true);

        Assert.Equal(0, Run([]).Code);
        IEnumerable<Pod> pods = WithImages.SelectMany(file => ManifestFiles.Read(file).Pods);
        Assert.All(pods, pod => Assert.Contains(Calls(), call => call.Contains($"--tag docker.io/library/{pod.Containers.Single().Text("image")} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Build_WhenARegistryIsNamed_PushesThere()
    {
        Engine("podman", answers: true);

        Assert.Equal(0, Run([], ("FDS_REGISTRY", "registry.example/team")).Code);
        Assert.Contains($"podman push registry.example/team/fds-silo:{Version}", Calls());
        Assert.Contains($"podman push registry.example/team/fds-console:{Version}", Calls());
    }

    [Fact]
    public void Build_WhenToldNonsense_SaysHowItIsUsed() => Assert.Equal((2, "usage: images/build [cpu|cuda]\n"), Run(["gpu"]));

    [Fact]
    public void Publish_WhenToldNonsense_SaysHowItIsUsed() => Assert.Equal(2, Run(["neither"], script: "publish").Code);

    private string[] Calls() => File.Exists(folder["calls"]) ? File.ReadAllLines(folder["calls"]) : [];

    private void Engine(string name, bool answers)
    {
        string path = folder[$"tools/{name}"];
        File.WriteAllText(path, $"#!/bin/bash\nif [[ $1 == info ]]; then exit {(answers ? 0 : 1)}; fi\necho \"{name} $*\" >> '{folder["calls"]}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private (int Code, string Output) Run(string[] arguments, (string Name, string Value)? variable = null, string script = "build")
    {
        ProcessStartInfo info = new(Path.Combine(SharedFolder.Checkout, "images", script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment.Clear();
        info.Environment["PATH"] = folder["tools"];
        if (variable is { } set)
        {
            info.Environment[set.Name] = set.Value;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}
