using System.Text.Json;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>Command lines and what they end with.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("validate", "--help")]
    [InlineData("verify", "--help")]
    [InlineData("submit", "--help")]
    [InlineData("list", "--help")]
    [InlineData("describe", "--help")]
    [InlineData("watch", "--help")]
    [InlineData("logs", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("cancel", "--help")]
    [InlineData("pause", "--help")]
    [InlineData("resume", "--help")]
    [InlineData("extend", "--help")]
    [InlineData("delete", "--help")]
    [InlineData("top", "--help")]
    [InlineData("results", "--help")]
    [InlineData("export", "--help")]
    [InlineData("report", "--help")]
    [InlineData("plot", "--help")]
    [InlineData("data", "get", "--help")]
    [InlineData("data", "put", "--help")]
    [InlineData("data", "list", "--help")]
    [InlineData("data", "remove", "--help")]
    [InlineData("version")]
    public async Task Command_WhenHelpIsAsked_EndsWell(params string[] arguments)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(arguments, recorder.Terminal));
        Assert.NotEmpty(recorder.Data);
    }

    [Theory]
    [InlineData("there is no command 'fly'; expected one of init, explain, run, validate, verify, submit,", "fly")]
    [InlineData("Did you mean 'list'?", "lst")]
    [InlineData("expected a command: one of init, explain, run, validate,")]
    [InlineData("expected a command: one of get, put, list, remove.", "data")]
    [InlineData("there is no option '--fil'. Did you mean '--file'?", "run", "--fil", "x.yaml")]
    [InlineData("there is no option '--fil'. Did you mean '--file'?", "run", "--fil=x.yaml")]
    [InlineData("'extra' is one argument more than list takes.", "list", "extra")]
    [InlineData("letters, digits and '-' between them, at most 100 characters, but is ''.", "results", "")]
    [InlineData("but is '-x'.", "results", "-x")]
    [InlineData("but is '@x'.", "results", "@x")]
    [InlineData("but is 'My_Study'.", "delete", "My_Study")]
    [InlineData("but is ''.", "compare", "good", "")]
    [InlineData("--to: found ''; expected a folder.", "run", "-f", "x.yaml", "--to", "")]
    [InlineData("--to: found ' '; expected a folder.", "export", "x", "--to", " ")]
    [InlineData("--data: found ''; expected an existing folder.", "run", "-f", "x.yaml", "--data", "")]
    [InlineData("--data: found 'absent'; expected an existing folder.", "validate", "-f", "x.yaml", "--data", "absent")]
    [InlineData("--data: found 'absent'; expected an existing folder.", "verify", "-f", "x.yaml", "--data", "absent")]
    [InlineData("--steps: found '0'; expected a whole number from 1 to 1000.", "verify", "-f", "x.yaml", "--steps", "0")]
    [InlineData("--steps: found '1e3'; expected a whole number from 1 to 1000.", "verify", "-f", "x.yaml", "--steps", "1e3")]
    [InlineData("--limit: found '5'; expected a time such as 90s, 30m or 2h, at most 1 day.", "verify", "-f", "x.yaml", "--limit", "5")]
    [InlineData("--limit: found '25h'; expected a time such as 90s, 30m or 2h, at most 1 day.", "verify", "-f", "x.yaml", "--limit", "25h")]
    [InlineData("--tls-key: found ''; expected a PEM file.", "list", "--tls-key", "")]
    [InlineData("--reason: found ''; expected some words.", "cancel", "x", "--reason", "")]
    [InlineData("--table: found 'curve'; expected one of curves, outer-steps, sensitivity, schedule, trials, candidates, retrain, fluctuation, averages. Did you mean 'curves'?", "results", "x", "--table", "curve")]
    [InlineData("--to: found ''; expected a file.", "report", "x", "--to", "")]
    [InlineData("--to", "report", "x")]
    [InlineData("'no/such' is no result folder: expected result.json and study.yaml in it.", "report", "no/such", "--to", "x.html")]
    [InlineData("--to: found 'x.png'; expected a name that ends in .svg, the one format that plots are written in.", "plot", "x", "--to", "x.png")]
    [InlineData("--show: found 'los'; expected one of schedule, loss, sensitivity. Did you mean 'loss'?", "plot", "x", "--show", "los")]
    [InlineData("-o: found 'json'; expected table with plot.", "plot", "x", "-o", "json")]
    [InlineData("--file", "run")]
    [InlineData("--slots: found '0'; expected a whole number from 1 to 1024.", "run", "-f", "x.yaml", "--slots", "0")]
    [InlineData("-o: found 'xml'; expected table, wide, json, yaml, csv or name.", "list", "-o", "xml")]
    [InlineData("--replica: found '-1'; expected a whole number from 0 on.", "logs", "x", "--replica", "-1")]
    [InlineData("--since: found 'yesterday'; expected a time such as 90s, 10m, 2h, 1d12h or 01:30:00.", "logs", "x", "--since", "yesterday")]
    [InlineData("-o: found 'csv'; expected table, wide or json for the lines of a log.", "logs", "x", "-o", "csv")]
    [InlineData("'absent.csv': there is no such file.", "data", "put", "absent.csv")]
    [InlineData("--as: found ''; expected a path in the data folder.", "data", "put", "absent.csv", "--as", "")]
    [InlineData("-o: found '7'; expected table, wide, json, yaml, csv or name.", "list", "-o", "7")]
    [InlineData("-o: found 'table,json'; expected table, wide, json, yaml, csv or name.", "list", "-o", "table,json")]
    [InlineData("-o: found ''; expected table,", "list", "-o", "")]
    [InlineData("--timeout: found '90'; expected a time such as", "wait", "name", "--timeout", "90")]
    [InlineData("--timeout: found '-1s'; expected a time such as", "wait", "name", "--timeout", "-1s")]
    [InlineData("--slots: found '1025'; expected a whole number from 1 to 1024.", "run", "-f", "x.yaml", "--slots", "1025")]
    [InlineData("--slots: found '-1'; expected a whole number from 1 to 1024.", "run", "-f", "x.yaml", "--slots", "-1")]
    [InlineData("--outer-steps: found '99999999999'; expected a whole number from 1 to 10000.", "extend", "name", "--outer-steps", "99999999999")]
    [InlineData("--gradient-steps: found '1e400'; expected a number above 0.", "extend", "name", "--gradient-steps", "1e400")]
    [InlineData("--gradient-steps: found ''; expected a number above 0.", "extend", "name", "--gradient-steps", "")]
    [InlineData("--timeout: found 'soon'; expected a time such as", "wait", "name", "--timeout", "soon")]
    [InlineData("--timeout: found '60d'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, at most 49 days.", "wait", "name", "--timeout", "60d")]
    [InlineData("-o: found 'yaml'; expected table, wide or json for a study that is being followed.", "watch", "name", "-o", "yaml")]
    [InlineData("-o: found 'json'; expected table or wide with --dry-run.", "submit", "-f", "x.yaml", "--dry-run", "-o", "json")]
    [InlineData("-o: found 'json'; expected table, wide or csv with --table.", "results", "name", "--table", "trials", "-o", "json")]
    [InlineData("'xml'", "watch", "name", "-o", "xml")]
    [InlineData("--data: cannot be combined with --cluster", "validate", "-f", "x.yaml", "--cluster", "127.0.0.1:1", "--data", ".")]
    [InlineData("--file: found ''; expected a study file.", "run", "-f", "")]
    [InlineData("the study file 'standard input' cannot be read: it is closed.", "validate", "--file-only", "-f", "-")]
    [InlineData("'/dev/zero' is not a study file: it has more than 1048576 characters.", "validate", "--file-only", "-f", "/dev/zero")]
    [InlineData("/dev/null:1:1: found nothing; expected a YAML document that describes a study.", "validate", "--file-only", "-f", "/dev/null")]
    [InlineData("--nonsense", "list", "--nonsense")]
    [InlineData("expected at least one of --outer-steps, --gradient-steps and --wall-clock.", "extend", "name")]
    [InlineData("--outer-steps: found '0'; expected a whole number from 1 to 10000.", "extend", "name", "--outer-steps", "0")]
    [InlineData("--outer-steps: found 'ten'; expected a whole number from 1 to 10000.", "extend", "name", "--outer-steps", "ten")]
    [InlineData("--gradient-steps: found '-1'; expected a number above 0.", "extend", "name", "--gradient-steps", "-1")]
    [InlineData("--wall-clock: found 'soon'; expected a time such as", "extend", "name", "--wall-clock", "soon")]
    [InlineData("the study file 'absent.yaml' cannot be read: there is no such file.", "run", "-f", "absent.yaml")]
    [InlineData("the study file 'absent/x.yaml' cannot be read: there is no such folder.", "run", "-f", "absent/x.yaml")]
    [InlineData("--cluster: found 'host:port'; expected HOST:PORT.", "list", "--cluster", "host:port")]
    [InlineData("no data set named 'imagenet' can be downloaded", "data", "get", "imagenet", "--to", "unused")]
    public async Task Command_WhenItIsWrong_SaysWhatAndEndsWithUsage(string words, params string[] arguments)
    {
        using Recorder recorder = new();
        Terminal terminal = recorder.Terminal with { OpenInput = () => throw new IOException("it is closed") };
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(arguments, terminal));
        Assert.Contains(words, recorder.Talk, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", recorder.Talk, StringComparison.Ordinal);
        Assert.Empty(recorder.Data);
    }

    [Fact]
    public async Task Validate_OfAStudyThatCannotBeMeant_WarnsInOneLineEachAndInMachineFormats()
    {
        using TemporaryFolder folder = new();
        string still = MalformedStudies.Good.Replace("initial: 0.1", "initial: 0", StringComparison.Ordinal).Replace("range: [0, 1]", "range: [0, 0]", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["still.yaml"], still, TestContext.Current.CancellationToken);

        using Recorder people = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["validate", "--file-only", "-f", folder["still.yaml"]], people.Terminal));
        Assert.StartsWith(
            "fds: warning: spec.hyperparameters.learningRate: the learning rate stays at 0",
            Assert.Single(people.Talk.Split('\n'), line => line.Contains("warning", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Empty(people.Data);

        using Recorder machine = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["validate", "--file-only", "-f", folder["still.yaml"], "-o", "json"], machine.Terminal));
        using JsonDocument check = JsonDocument.Parse(machine.Data);
        Assert.Equal("good", check.RootElement.GetProperty("study").GetString());
        Assert.Equal("spec.hyperparameters.learningRate", Assert.Single(check.RootElement.GetProperty("warnings").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Validate_OfTheFileAlone_ContactsNobody()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["good.yaml"], MalformedStudies.Good, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["bad.yaml"], MalformedStudies.Named("four faults at once").Text, TestContext.Current.CancellationToken);

        using Recorder good = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["validate", "--file-only", "-f", folder["good.yaml"]], good.Terminal));
        using Recorder bad = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["validate", "-f", folder["bad.yaml"]], bad.Terminal));
        Assert.Contains("4 faults", bad.Talk, StringComparison.Ordinal);
        Assert.Equal(4, bad.Talk.Split('\n').Count(line => line.StartsWith(folder["bad.yaml"] + ":", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("file", "file is not a folder.")]
    [InlineData("file/below", "file is not a folder.")]
    [InlineData("gone", "gone is not a folder.")]
    [InlineData("a circle/below", "a circle is not a folder.")]
    [InlineData(null, "its path is too long.")]
    public async Task Run_ToWhereNoFolderCanBe_IsAWrongCommandLine(string? to, string reason)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["good.yaml"], MalformedStudies.Good, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["gone"], folder["absent"]);
        File.CreateSymbolicLink(folder["a circle"], folder["a circle"]);
        string path = folder[to ?? new string('x', 300)];

        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["run", "-f", folder["good.yaml"], "--to", path], recorder.Terminal));
        Assert.Contains($"the folder '{path}' cannot be made: ", recorder.Talk, StringComparison.Ordinal);
        Assert.EndsWith($"{reason}\n", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhenNoClusterAnswers_SaysWhereItLookedAndWhoSaidSo()
    {
        using Recorder recorder = new(new FasterTime(8));
        Assert.Equal(ExitCodes.Unreachable, await FdsConsole.Run(["list", "--cluster", "127.0.0.1:1"], recorder.Terminal));
        Assert.Contains("no cluster answers at 127.0.0.1:1 (from --cluster)", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public void ExitCodes_AreAsDocumented() =>
        Assert.Equal(
            (0, 1, 2, 3, 4, 130, 141),
            (ExitCodes.Done, ExitCodes.StudyFailed, ExitCodes.Usage, ExitCodes.Unreachable, ExitCodes.TimedOut, ExitCodes.Interrupted, ExitCodes.ReaderGone));

    [Fact]
    public async Task Help_NamesTheProgramAsItIsCalled()
    {
        using Recorder all = new();
        await FdsConsole.Run(["--help"], all.Terminal);
        using Recorder one = new();
        await FdsConsole.Run(["data", "get", "--help"], one.Terminal);

        Assert.Contains("fds [command] [options]", all.Data, StringComparison.Ordinal);
        Assert.Contains("fds data get <name> [options]", one.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("fds-console", all.Data + one.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WhenNobodyReadsWhatItWrites_EndsAndSaysNothing()
    {
        using Recorder recorder = new();
        Terminal terminal = recorder.Terminal with { Out = new StreamWriter(new UnreadStream()) { AutoFlush = true } };

        Assert.Equal(ExitCodes.ReaderGone, await FdsConsole.Run(["version"], terminal));
        Assert.Empty(recorder.Talk);
    }

    /// <summary>Both are known from the file, before anything is started.</summary>
    [Theory]
    [InlineData("learningRate: {windows: 7}", "fds: --steps: found '6'; expected at least 7, because hyperparameters.learningRate has 7 windows.")]
    [InlineData("learningRate: {windows: 2, initial: 0.1, learn: false}", "expected at least one kind that is learned.")]
    public async Task Verify_OfWhatCannotBeVerified_IsRefusedAtOnce(string schedules, string expected)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["study.yaml"], $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: verified}
            spec:
              data: {name: glyphs}
              model: {name: mlp}
              inner: {batchSize: 8, steps: 20}
              hyperparameters:
                {{schedules}}
            """, TestContext.Current.CancellationToken);
        using Recorder recorder = new();

        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["verify", "-f", folder["study.yaml"], "--steps", "6"], recorder.Terminal));
        Assert.Contains(expected, recorder.Talk, StringComparison.Ordinal);
        Assert.Empty(recorder.Data);
    }
}
