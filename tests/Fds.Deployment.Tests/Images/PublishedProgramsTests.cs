using Fds.Deployment.Tests.Kubelet;

namespace Fds.Deployment.Tests.Images;

/// <summary>What images would hold, without an engine to build them: in a bare folder, as a user without rights, over a root that cannot be written.</summary>
public sealed class PublishedProgramsTests(PublishedPrograms published, ITestOutputHelper output) : IClassFixture<PublishedPrograms>
{
    [Fact]
    public async Task SiloAndConsole_FromBareFolders_RunAStudyAndWriteToTheirVolumesAlone()
    {
        Assert.SkipWhen(Container.WhyImpossible() is not null, Container.WhyImpossible() ?? "");
        using TemporaryFolder folder = new();
        int[] ports = Ports.Free(3);
        Mount state = Volume(folder, "state", "/state");
        Dictionary<string, string> settings = new()
        {
            ["Fds__Storage"] = "/state", ["Fds__Slots"] = "1", ["Fds__ThreadsPerSlot"] = "1",
            ["Fds__SiloPort"] = $"{ports[0]}", ["Fds__GatewayPort"] = $"{ports[1]}", ["Fds__HttpPort"] = $"{ports[2]}",
        };
        await using Container silo = Container.Start(settings, [new(published.Silo, "/app", ReadOnly: true), state, Volume(folder, "silo-temporary", "/tmp")], "/app/fds-silo");
        using HttpClient http = new();
        await Patience.Until("the silo to be ready", () => IsReady(silo, http, ports[2]), () => silo.Log);
        Assert.Contains($"Uid:\t{Container.User}\t{Container.User}", File.ReadAllText($"/proc/{silo.Id}/status"), StringComparison.Ordinal);
        Assert.Contains("CapBnd:\t0000000000000000", File.ReadAllText($"/proc/{silo.Id}/status"), StringComparison.Ordinal);

        await using Container console = Container.Start(
            new Dictionary<string, string> { ["FDS_CLUSTER"] = $"127.0.0.1:{ports[1]}" },
            [new(published.Console, "/app", ReadOnly: true), Study(folder), Volume(folder, "console-temporary", "/tmp")],
            "/app/fds-console", "submit", "--file", "/study/study.yaml", "--wait");

        Assert.True(await console.WaitForExit(TimeSpan.FromMinutes(2)) == 0, console.Log + silo.Log);
        output.WriteLine(console.Log);
        await silo.Signal("TERM");
        Assert.Equal(0, await silo.WaitForExit(TimeSpan.FromSeconds(45)));
        Assert.NotEmpty(Directory.EnumerateFiles(state.Source, "*", SearchOption.AllDirectories));
        Assert.DoesNotContain("Read-only file system", silo.Log + console.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Permission denied", silo.Log + console.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Container_WhenAProgramWritesOutsideItsVolumes_IsRefused()
    {
        Assert.SkipWhen(Container.WhyImpossible() is not null, Container.WhyImpossible() ?? "");
        await using Container shell = Container.Start(
            new Dictionary<string, string>(), [new(published.Console, "/app", ReadOnly: true)], "/bin/sh", "-c", "touch /x; touch /app/x; touch /etc/x; touch /usr/x; id -u");

        Assert.Equal(0, await shell.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(4, shell.Log.Split("Read-only file system").Length - 1);
        Assert.Contains($"{Container.User}", shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_OfTheSilo_HaveWhatChangesSeldomApart()
    {
        Assert.SkipWhen(Container.WhyImpossible() is not null, Container.WhyImpossible() ?? "");
        FileInfo[] native = [.. new DirectoryInfo(published.Native).EnumerateFiles()];
        long app = new DirectoryInfo(published.Silo).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => native.All(library => library.Name != file.Name)).Sum(file => file.Length);
        long console = new DirectoryInfo(published.Console).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        output.WriteLine($"native {native.Sum(file => file.Length) >> 20} MiB, app {app >> 20} MiB, console {console >> 20} MiB");

        Assert.Contains(native, file => file.Name == "libtorch_cpu.so");
        Assert.InRange(app, 1, 100 << 20);
        Assert.InRange(console, 1, 60 << 20);
    }

    private static async Task<bool> IsReady(Container silo, HttpClient http, int port)
    {
        if (silo.HasExited)
        {
            throw new InvalidOperationException($"The silo ended: {silo.Log}");
        }

        try
        {
            return (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Mount Volume(TemporaryFolder folder, string name, string target)
    {
        Directory.CreateDirectory(folder[name]);
        Container.GiveToGroup(folder[name]);
        return new(folder[name], target, ReadOnly: false);
    }

    private static Mount Study(TemporaryFolder folder)
    {
        Mount study = Volume(folder, "study", "/study") with { ReadOnly = true };
        File.WriteAllText(Path.Combine(study.Source, "study.yaml"), """
            apiVersion: fds/v1
            kind: Study
            metadata: {name: bare}
            spec:
              data: {name: glyphs}
              model: {name: lenet}
              inner: {batchSize: 32, steps: 10}
              hyperparameters:
                learningRate: {windows: 2, initial: 0.01}
              outer: {steps: 1}
              seeds: {count: 1}
              retrain: {seeds: 1}
            """);
        return study;
    }
}
