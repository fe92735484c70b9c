using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>The console's verbs against a cluster that is there already.</summary>
public sealed class VerbTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Verbs_OnACluster_TakeAStudyFromSubmissionToExport()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200"]);
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("verbs", outerSteps: 3), TestContext.Current.CancellationToken);

        Assert.Contains("'verbs' would be submitted", (await Run(silo, 0, "submit", "-f", study, "--dry-run")).Talk, StringComparison.Ordinal);
        Assert.Equal("verbs\n", (await Run(silo, 0, "submit", "-f", study, "-o", "name")).Output);
        ConsoleEnd watched = await Run(silo, 0, "watch", "verbs", "-o", "json");
        string[] kinds = [.. watched.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];
        Assert.Equal("Submitted", kinds[0]);
        Assert.Equal(3, kinds.Count(kind => kind == "OuterStepCompleted"));
        Assert.Equal("Ended", kinds.Last(kind => kind != "Progress"));

        Assert.Contains("verbs  Succeeded  3/3", (await Run(silo, 0, "list")).Output, StringComparison.Ordinal);
        Assert.Contains("name,state,outer step", (await Run(silo, 0, "list", "-o", "csv")).Output, StringComparison.Ordinal);
        Assert.StartsWith("verbs: Succeeded, Finished, outer step 3 of 3", (await Run(silo, 0, "describe", "verbs")).Output, StringComparison.Ordinal);
        Assert.Contains("state: Succeeded", (await Run(silo, 0, "describe", "verbs", "-o", "yaml")).Output, StringComparison.Ordinal);
        Assert.Contains("learningRate", (await Run(silo, 0, "results", "verbs")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(silo, 0, "wait", "verbs", "--timeout", "60s")).ExitCode);
        await Run(silo, 0, "export", "verbs", "--to", folder["out"]);
        Assert.True(File.Exists(Path.Combine(folder["out"], "result.json")));
    }

    [Fact]
    public async Task Verbs_OnAStudyThatRunsLong_TimeOutAndCancel()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], settings: ["--Fds:Slots=1", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200"]);
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("endless", outerSteps: 1000), TestContext.Current.CancellationToken);
        await Run(silo, 0, "submit", "-f", study);
        string top = (await Run(silo, 0, "top")).Output;
        Assert.Contains("1 silos, ", top, StringComparison.Ordinal);
        Assert.Matches("/0 +cpu +cpu, 1 threads +(idle|endless, outer step)", top);
        JsonElement pool = JsonDocument.Parse((await Run(silo, 0, "top", "-o", "json")).Output).RootElement.GetProperty("pools")[0];
        Assert.Equal(("cpu", 1), (pool.GetProperty("pool").GetString(), pool.GetProperty("devices").GetArrayLength()));

        await Run(silo, 4, "wait", "endless", "--timeout", "1s");
        Assert.Contains("is cancelled", (await Run(silo, 0, "cancel", "endless", "--reason", "long enough")).Talk, StringComparison.Ordinal);
        Assert.Contains("long enough", (await Run(silo, 0, "describe", "endless")).Output, StringComparison.Ordinal);
        await Run(silo, 1, "wait", "endless");
        Assert.Contains("there is no study named 'other'", (await Run(silo, 2, "describe", "other")).Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_OnAStudy_PauseResumeExtendAndDeleteIt()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.100"]);
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("shaped", outerSteps: 200), TestContext.Current.CancellationToken);
        await Run(silo, 0, "submit", "-f", study);

        Assert.Contains("shaped is running", (await Run(silo, 2, "delete", "shaped")).Talk, StringComparison.Ordinal);
        Assert.Equal("shaped\n", (await Run(silo, 0, "pause", "shaped", "--reason", "night", "-o", "name")).Output);
        await Run(silo, 4, "wait", "shaped", "--timeout", "1s");
        Assert.Contains("shaped: Paused, OuterLoop, outer step", (await Run(silo, 0, "describe", "shaped")).Output, StringComparison.Ordinal);
        Assert.Contains("outcome: Done", (await Run(silo, 0, "resume", "shaped", "-o", "yaml")).Output, StringComparison.Ordinal);
        Assert.Contains("\"outerSteps\": 300", (await Run(silo, 0, "extend", "shaped", "--outer-steps", "300", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Contains("shaped is deleted", (await Run(silo, 0, "delete", "shaped", "--force", "-o", "csv")).Talk, StringComparison.Ordinal);
        Assert.DoesNotContain("shaped", (await Run(silo, 0, "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_OnAStudyThatWasExtendedAfterItsEnd_WaitsForTheNextEnd()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.100"]);
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("longer", outerSteps: 1), TestContext.Current.CancellationToken);
        await Run(silo, 0, "submit", "-f", study, "--wait");
        await Run(silo, 0, "extend", "longer", "--outer-steps", "3");

        Assert.Contains("\"state\": \"Succeeded\"", (await Run(silo, 0, "wait", "longer", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Contains("longer  Succeeded  3/3", (await Run(silo, 0, "list")).Output, StringComparison.Ordinal);
        Assert.Equal("longer\n", (await Run(silo, 0, "export", "longer", "--to", folder["out"], "-o", "name")).Output);
        Assert.Equal("longer\n", (await Run(silo, 0, "cancel", "longer", "-o", "name")).Output);
        Assert.Contains("\"kind\":\"Ended\"", (await Run(silo, 0, "watch", "longer", "-o", "json")).Output, StringComparison.Ordinal);
    }

    private async Task<ConsoleEnd> Run(SiloProcess silo, int exitCode, params string[] arguments)
    {
        ConsoleEnd end = await ConsoleProcess.Run([.. arguments, "--cluster", silo.Gateway]);
        output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Talk}");
        Assert.Equal(exitCode, end.ExitCode);
        return end;
    }

    private static string SmallStudy(string name, int outerSteps) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: {{name}}}
        spec:
          data: {name: glyphs}
          model: {name: mlp}
          inner: {batchSize: 64, steps: 40, gradientClamp: 3, hessianProductClamp: 1}
          hyperparameters:
            learningRate: {windows: 2}
            momentum: {windows: 1}
          outer: {steps: {{outerSteps}}, convergedBelow: 0}
          seeds: {count: 2}
        """;
}
