using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>The console's verbs against a cluster that is there already.</summary>
[Collection(SharedSiloTests.Name)]
public sealed class VerbTests(SharedSilo shared, ITestOutputHelper output)
{
    [Fact]
    public async Task Verbs_OnACluster_TakeAStudyFromSubmissionToExport()
    {
        using TemporaryFolder folder = new();
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("verbs", outerSteps: 3), TestContext.Current.CancellationToken);

        Assert.Contains("'verbs' would be submitted", (await Run(0, "submit", "-f", study, "--dry-run")).Talk, StringComparison.Ordinal);
        Assert.Equal("verbs\n", (await Run(0, "submit", "-f", study, "-o", "name")).Output);
        ConsoleEnd watched = await Run(0, "watch", "verbs", "-o", "json");
        string[] kinds = [.. watched.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];
        Assert.Equal("Submitted", kinds[0]);
        Assert.Equal(3, kinds.Count(kind => kind == "OuterStepCompleted"));
        Assert.Equal("Ended", kinds.Last(kind => kind != "Progress"));

        Assert.Matches("(?m)^verbs +Succeeded +3/3 ", (await Run(0, "list")).Output);
        Assert.Contains("name,state,outer step", (await Run(0, "list", "-o", "csv")).Output, StringComparison.Ordinal);
        Assert.StartsWith("verbs: Succeeded, Finished, outer step 3 of 3", (await Run(0, "describe", "verbs")).Output, StringComparison.Ordinal);
        Assert.Contains("state: Succeeded", (await Run(0, "describe", "verbs", "-o", "yaml")).Output, StringComparison.Ordinal);
        Assert.Contains("learningRate", (await Run(0, "results", "verbs")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(0, "wait", "verbs", "--timeout", "60s")).ExitCode);
        await Run(0, "export", "verbs", "--to", folder["out"]);
        Assert.True(File.Exists(Path.Combine(folder["out"], "result.json")));
        await Run(0, "report", "verbs", "--to", folder["page.html"]);
        Assert.Equal(File.ReadAllText(Path.Combine(folder["out"], "report.html")), File.ReadAllText(folder["page.html"]));
        Assert.StartsWith("Learning rate", (await Run(0, "plot", "verbs", "--show", "schedule")).Output, StringComparison.Ordinal);
        Assert.Equal((await Run(0, "plot", "verbs")).Output, (await Run(0, "plot", folder["out"])).Output);
    }

    [Fact]
    public async Task Verbs_OnAStudyThatRunsLong_TimeOutAndCancel()
    {
        using TemporaryFolder folder = new();
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("endless", outerSteps: 1000), TestContext.Current.CancellationToken);
        await Run(0, "submit", "-f", study);
        string top = (await Run(0, "top")).Output;
        Assert.Contains("1 silos, ", top, StringComparison.Ordinal);
        Assert.Matches("/0 +cpu +cpu, 1 threads +(idle|endless, outer step)", top);
        JsonElement pool = JsonDocument.Parse((await Run(0, "top", "-o", "json")).Output).RootElement.GetProperty("pools")[0];
        Assert.Equal(("cpu", 2), (pool.GetProperty("pool").GetString(), pool.GetProperty("devices").GetArrayLength()));

        await Run(0, "report", "endless", "--to", folder["page.html"]);
        Assert.Contains("The study goes on: outer step ", File.ReadAllText(folder["page.html"]), StringComparison.Ordinal);
        await Run(4, "wait", "endless", "--timeout", "1s");
        Assert.Contains("is cancelled", (await Run(0, "cancel", "endless", "--reason", "long enough")).Talk, StringComparison.Ordinal);
        Assert.Contains("long enough", (await Run(0, "describe", "endless")).Output, StringComparison.Ordinal);
        await Run(1, "wait", "endless");
        await shared.Cluster.UntilNoSlotIsLeased(devices: 2);
        Assert.Contains("there is no study named 'other'", (await Run(2, "describe", "other")).Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_OnAStudy_PauseResumeExtendAndDeleteIt()
    {
        using TemporaryFolder folder = new();
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("shaped", outerSteps: 200), TestContext.Current.CancellationToken);
        await Run(0, "submit", "-f", study);

        Assert.Contains("shaped is running", (await Run(2, "delete", "shaped")).Talk, StringComparison.Ordinal);
        Assert.Equal("shaped\n", (await Run(0, "pause", "shaped", "--reason", "night", "-o", "name")).Output);
        await Run(4, "wait", "shaped", "--timeout", "1s");
        Assert.Contains("shaped: Paused, OuterLoop, outer step", (await Run(0, "describe", "shaped")).Output, StringComparison.Ordinal);
        Assert.Contains("outcome: Done", (await Run(0, "resume", "shaped", "-o", "yaml")).Output, StringComparison.Ordinal);
        Assert.Contains("\"outerSteps\": 300", (await Run(0, "extend", "shaped", "--outer-steps", "300", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Contains("shaped is deleted", (await Run(0, "delete", "shaped", "--force", "-o", "csv")).Talk, StringComparison.Ordinal);
        Assert.DoesNotContain("shaped", (await Run(0, "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_OnAStudyThatWasExtendedAfterItsEnd_WaitsForTheNextEnd()
    {
        using TemporaryFolder folder = new();
        string study = folder["study.yaml"];
        await File.WriteAllTextAsync(study, SmallStudy("longer", outerSteps: 1), TestContext.Current.CancellationToken);
        await Run(0, "submit", "-f", study, "--wait");
        await Run(0, "extend", "longer", "--outer-steps", "3");

        Assert.Contains("\"state\": \"Succeeded\"", (await Run(0, "wait", "longer", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^longer +Succeeded +3/3 ", (await Run(0, "list")).Output);
        Assert.Equal("longer\n", (await Run(0, "export", "longer", "--to", folder["out"], "-o", "name")).Output);
        Assert.Equal("longer\n", (await Run(0, "cancel", "longer", "-o", "name")).Output);
        Assert.Contains("\"kind\":\"Ended\"", (await Run(0, "watch", "longer", "-o", "json")).Output, StringComparison.Ordinal);
    }

    private async Task<ConsoleEnd> Run(int exitCode, params string[] arguments)
    {
        ConsoleEnd end = await ConsoleHere.Run([.. arguments, "--cluster", shared.Silo.Gateway]);
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
