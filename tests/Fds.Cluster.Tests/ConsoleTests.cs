using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>The console end to end: a study file in, a result folder out, over a real silo process.</summary>
public sealed class ConsoleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_OnASmallStudy_WritesTheResultFolder()
    {
        using TemporaryFolder folder = new();
        ConsoleEnd end = await ConsoleProcess.Run("run", "-f", WriteStudy(folder, "tiny", outerSteps: 3, innerSteps: 30), "--to", folder["out"]);
        output.WriteLine(end.Talk);

        Assert.Equal(0, end.ExitCode);
        Assert.StartsWith("METHOD", end.Output, StringComparison.Ordinal);
        string[] files = [".fds-results.json", "curves.csv", "outer-steps.csv", "report.html", "result.json", "retrain.csv", "schedule.csv", "schedule.json", "study.yaml", "trials.csv"];
        Assert.Equal(files, Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using JsonDocument result = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder["out"], "result.json"), TestContext.Current.CancellationToken));
        Assert.Equal("Succeeded", result.RootElement.GetProperty("state").GetString());
        Assert.InRange(result.RootElement.GetProperty("methods")[0].GetProperty("testAccuracy").GetProperty("mean").GetDouble(), 0.3, 1);
        Assert.Equal("2.10.0", result.RootElement.GetProperty("versions").GetProperty("libtorch").GetString());
    }

    [Fact]
    public async Task Run_WhenInterruptedAndRunAgain_GoesOnAndEndsAsIfUndisturbed()
    {
        using TemporaryFolder folder = new();
        string study = WriteStudy(folder, "paused", outerSteps: 8, innerSteps: 50);
        Assert.Equal(0, (await ConsoleProcess.Run("run", "-f", study, "--to", folder["whole"])).ExitCode);

        using ConsoleProcess console = ConsoleProcess.Start("run", "-f", study, "--to", folder["parts"]);
        await WaitForFile(Path.Combine(folder["parts"], ".state", "silo.log"), "OuterStepCompleted");
        await console.Signal(InterruptIsIgnored() ? "TERM" : "INT");
        ConsoleEnd paused = await console.WaitForExit();
        Assert.Equal(130, paused.ExitCode);
        Assert.Contains("run the same command to continue", paused.Talk, StringComparison.Ordinal);

        ConsoleEnd resumed = await ConsoleProcess.Run("run", "-f", study, "--to", folder["parts"]);
        output.WriteLine(resumed.Talk);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("continues at outer step", resumed.Talk, StringComparison.Ordinal);
        Assert.Equal(await Read(folder["whole"], "schedule.csv"), await Read(folder["parts"], "schedule.csv"));
    }

    [Fact]
    public async Task Run_WhenTheConsoleIsKilled_LeavesNoSiloBehind()
    {
        using TemporaryFolder folder = new();
        using ConsoleProcess console = ConsoleProcess.Start("run", "-f", WriteStudy(folder, "orphan", outerSteps: 100, innerSteps: 150), "--to", folder["out"]);
        await WaitForFile(Path.Combine(folder["out"], ".state", "silo.log"), "OuterStepCompleted");
        int[] silos = ProcessTable.Children(console.Id);
        Assert.Single(silos);
        await console.Signal("KILL");
        await console.WaitForExit();

        Assert.True(await ProcessTable.IsGoneWithin(silos[0], TimeSpan.FromSeconds(32)), "The silo outlived its console by more than its drain time.");
    }

    [Fact]
    public async Task Run_TwiceAtOnceInTwoFolders_DoesNotClash()
    {
        using TemporaryFolder folder = new();
        string study = WriteStudy(folder, "twin", outerSteps: 2, innerSteps: 20);
        ConsoleEnd[] ends = await Task.WhenAll(
            ConsoleProcess.Run("run", "-f", study, "--to", folder["one"]), ConsoleProcess.Run("run", "-f", study, "--to", folder["two"]));

        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Talk));
        Assert.Equal(await Read(folder["one"], "schedule.csv"), await Read(folder["two"], "schedule.csv"));
    }

    [Fact]
    public async Task Run_ByAdam_ChoosesOnFreshSeeds_EndsWithAVerdict_AndIsTheSameTwice()
    {
        using TemporaryFolder folder = new();
        string study = folder["adam.yaml"];
        await File.WriteAllTextAsync(study, """
            apiVersion: fds/v1
            kind: Study
            metadata: {name: adam}
            spec:
              data: {name: quadratic}
              model: {name: quadratic}
              inner: {batchSize: 1, steps: 20}
              hyperparameters:
                learningRate: {windows: 2, initial: 0.05}
                momentum: {initial: 0.3}
              outer: {rule: adam, steps: 10, margin: 0.05}
              search: {confirm: {seeds: 3}}
              seeds: {count: 2}
              retrain: {seeds: 3}
            """, TestContext.Current.CancellationToken);
        ConsoleEnd first = await ConsoleProcess.Run("run", "-f", study, "--to", folder["one"]);
        ConsoleEnd second = await ConsoleProcess.Run("run", "-f", study, "--to", folder["two"]);

        Assert.True(first.ExitCode == 0, first.Talk);
        Assert.Contains("points of test accuracy over 3 paired retrainings: use the learned schedule.", first.Talk, StringComparison.Ordinal);
        string candidates = await Read(folder["one"], "candidates.csv");
        Assert.StartsWith("candidate,chosen,run,validationLoss,validationAccuracy\nstart,false,0,", candidates, StringComparison.Ordinal);
        Assert.Contains(",true,2,", candidates, StringComparison.Ordinal);
        Assert.Equal(candidates, await Read(folder["two"], "candidates.csv"));
        Assert.Equal(await Read(folder["one"], "schedule.csv"), await Read(folder["two"], "schedule.csv"));
    }

    [Fact]
    public async Task Run_WhoseDataAreMissing_IsRefusedAndRunsOnceTheyAreThere()
    {
        Assert.SkipWhen(SharedFolder.Data is null, "There is no MNIST here.");
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["nowhere"]);
        string study = WriteStudy(folder, "digits", outerSteps: 1, innerSteps: 10);
        await File.WriteAllTextAsync(study, (await File.ReadAllTextAsync(study, TestContext.Current.CancellationToken)).Replace("name: glyphs", "name: mnist", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        ConsoleEnd missing = await ConsoleProcess.Run("run", "-f", study, "--to", folder["out"], "--data", folder["nowhere"]);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("fds: the study cannot run here: ", missing.Talk, StringComparison.Ordinal);

        ConsoleEnd there = await ConsoleProcess.Run("run", "-f", study, "--to", folder["out"], "--data", SharedFolder.Data!);
        output.WriteLine(there.Talk);
        Assert.Equal(0, there.ExitCode);

        ConsoleEnd again = await ConsoleProcess.Run("run", "-f", study, "--to", folder["out"]);
        Assert.EndsWith("fds: study digits has already finished; use --restart to run it again\n", again.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OnAStudyForADeviceThatIsNotThere_IsRefusedAsRunRefusesIt()
    {
        using TemporaryFolder folder = new();
        string study = WriteStudy(folder, "fast", outerSteps: 1, innerSteps: 10);
        await File.AppendAllTextAsync(study, "\n  resources: {device: cuda}\n", TestContext.Current.CancellationToken);
        foreach (string[] command in (string[][])[["validate", "-f", study], ["run", "-f", study, "--to", folder["out"]]])
        {
            ConsoleEnd end = await ConsoleProcess.Run(command);
            Assert.Equal(2, end.ExitCode);
            Assert.Contains("resources.device is cuda, but no silo of this cluster has such a device", end.Talk, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_OnAnotherStudyInTheSameFolder_IsRefused()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(0, (await ConsoleProcess.Run("run", "-f", WriteStudy(folder, "first", outerSteps: 1, innerSteps: 10), "--to", folder["out"])).ExitCode);

        ConsoleEnd end = await ConsoleProcess.Run("run", "-f", WriteStudy(folder, "first", outerSteps: 2, innerSteps: 10), "--to", folder["out"]);
        Assert.Equal(2, end.ExitCode);
        Assert.Contains("--restart", end.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenEveryReplicaDiverges_FailsWithTheReason()
    {
        using TemporaryFolder folder = new();
        string path = WriteStudy(folder, "wild", outerSteps: 2, innerSteps: 30);
        string text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("initial: 0, step: 0.1, range: [0, 1]", "initial: 100, step: 0.1, range: [0, 100]", StringComparison.Ordinal).Replace("gradientClamp: 3", "gradientClamp: null", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        ConsoleEnd end = await ConsoleProcess.Run("run", "-f", path, "--to", folder["out"]);
        output.WriteLine(end.Talk);
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("no replica of outer step 1 has a hypergradient", end.Talk, StringComparison.Ordinal);
        Assert.Contains("\"replicasLeftOut\": ", await Read(folder["out"], "result.json"), StringComparison.Ordinal);

        ConsoleEnd again = await ConsoleProcess.Run("run", "-f", path, "--to", folder["out"]);
        Assert.Contains("fds: wild had failed before it finished any work", again.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OnAGoodStudy_PrintsThePlan()
    {
        using TemporaryFolder folder = new();
        ConsoleEnd end = await ConsoleProcess.Run("validate", "-f", WriteStudy(folder, "planned", outerSteps: 3, innerSteps: 30), "-o", "json");
        output.WriteLine(end.Output);

        Assert.Equal(0, end.ExitCode);
        using JsonDocument plan = JsonDocument.Parse(end.Output);
        Assert.Equal([30, 30, 30], plan.RootElement.GetProperty("horizons").EnumerateArray().Select(horizon => horizon.GetInt32()));
        Assert.Equal(4, plan.RootElement.GetProperty("columns").GetInt32());
        int parameters = (784 * 64) + 64 + (64 * 64) + 64 + (64 * 10) + 10;
        Assert.Equal(parameters, plan.RootElement.GetProperty("parameters").GetInt32());
        Assert.Equal(2L * 4 * parameters * 4, plan.RootElement.GetProperty("tangentBytes").GetInt64());
        Assert.True(plan.RootElement.GetProperty("seconds").GetDouble() > 0);
    }

    /// <summary>The longest horizon, the most outer steps, windows and seeds that a study file may have.</summary>
    [Fact]
    public async Task Validate_OnTheLargestStudy_PrintsThePlanAtOnce()
    {
        using TemporaryFolder folder = new();
        string path = folder["far.yaml"];
        await File.WriteAllTextAsync(path, """
            apiVersion: fds/v1
            kind: Study
            metadata: {name: far}
            spec:
              data: {name: quadratic}
              model: {name: quadratic}
              inner: {batchSize: 1, steps: 100000000}
              hyperparameters: {learningRate: {windows: 1000}}
              outer: {steps: 10000}
              seeds: {count: 1000}
            """, TestContext.Current.CancellationToken);
        long begun = TimeProvider.System.GetTimestamp();
        ConsoleEnd end = await ConsoleProcess.Run("validate", "-f", path);
        output.WriteLine($"{end.Output}{end.Talk}{TimeProvider.System.GetElapsedTime(begun)}");

        Assert.Equal(0, end.ExitCode);
        Assert.Matches("1,002,000,000,[0-9,]{11} gradient steps", end.Output);
        Assert.Matches("expected time +[0-9.E+]+ years on", end.Output);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 30);
    }

    /// <summary>Of 12,000 glyphs 600 are held out: 178 mini-batches are left for an epoch.</summary>
    [Theory]
    [InlineData("windows: 200", "outer: {steps: 3, epochs: [3, 1]}", "hyperparameters.learningRate.windows is 200, but outer step 2 (outer.epochs is 1) has 178 inner steps; expected at most 178 windows, or outer.epochs of at least 2 there.")]
    [InlineData("windows: 2", "outer: {steps: 3}\n  data: {name: glyphs, validationFraction: 0.00005}", "data.validationFraction is 5E-05, which holds out none of 12000 training examples; expected at least 0.000084.")]
    public async Task Study_ThatCannotComeToItsEnd_IsRefusedByValidateAndByRunAlike(string windows, string outer, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder["endless.yaml"];
        string data = outer.Contains("data:", StringComparison.Ordinal) ? "" : "\n  data: {name: glyphs}";
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: endless}
            spec:
              model: {name: mlp}
              inner: {batchSize: 64, epochs: 3}
              hyperparameters:
                learningRate: { {{windows}} }
              {{outer}}{{data}}
            """, TestContext.Current.CancellationToken);
        ConsoleEnd validated = await ConsoleProcess.Run("validate", "-f", path);
        ConsoleEnd run = await ConsoleProcess.Run("run", "-f", path, "--to", folder["out"]);
        output.WriteLine($"{validated.Talk}{run.Talk}");

        Assert.Equal((2, 2), (validated.ExitCode, run.ExitCode));
        Assert.Contains($"fds: the study cannot run here: {expected}", validated.Talk, StringComparison.Ordinal);
        Assert.Contains($"fds: the study cannot run here: {expected}", run.Talk, StringComparison.Ordinal);
    }

    private static string WriteStudy(TemporaryFolder folder, string name, int outerSteps, int innerSteps)
    {
        string path = folder[$"{name}.yaml"];
        File.WriteAllText(path, $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: {{name}}}
            spec:
              data: {name: glyphs}
              model: {name: mlp}
              inner: {batchSize: 64, steps: {{innerSteps}}, gradientClamp: 3, hessianProductClamp: 1}
              hyperparameters:
                learningRate: {windows: 2, initial: 0, step: 0.1, range: [0, 1]}
                momentum: {windows: 1}
                weightDecay: {windows: 1}
              outer: {steps: {{outerSteps}}}
              seeds: {count: 2}
            """);
        return path;
    }

    private static Task<string> Read(string folder, string file) => File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);

    /// <summary>A shell that starts tests in the background has them, and all that they start, ignore Ctrl-C.</summary>
    private static bool InterruptIsIgnored()
    {
        string mask = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToUInt64(mask, 16) & 0b10) != 0;
    }

    private static async Task WaitForFile(string path, string content)
    {
        for (int tenth = 0; tenth < 900; tenth++)
        {
            if (File.Exists(path) && ReadShared(path).Contains(content, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{path} never had '{content}'.");
    }

    private static string ReadShared(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }
}
