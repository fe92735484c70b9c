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
    [InlineData("submit", "--help")]
    [InlineData("list", "--help")]
    [InlineData("describe", "--help")]
    [InlineData("watch", "--help")]
    [InlineData("wait", "--help")]
    [InlineData("cancel", "--help")]
    [InlineData("pause", "--help")]
    [InlineData("resume", "--help")]
    [InlineData("extend", "--help")]
    [InlineData("delete", "--help")]
    [InlineData("top", "--help")]
    [InlineData("results", "--help")]
    [InlineData("export", "--help")]
    [InlineData("data", "get", "--help")]
    [InlineData("version")]
    public async Task Command_WhenHelpIsAsked_EndsWell(params string[] arguments)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(arguments, recorder.Terminal));
        Assert.NotEmpty(recorder.Data);
    }

    [Theory]
    [InlineData("'fly'", "fly")]
    [InlineData("--file", "run")]
    [InlineData("--slots: found '0'; expected a whole number from 1 to 1024.", "run", "-f", "x.yaml", "--slots", "0")]
    [InlineData("'xml'", "list", "-o", "xml")]
    [InlineData("--timeout: found 'soon'; expected a time such as", "wait", "name", "--timeout", "soon")]
    [InlineData("--timeout: found '60d'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, at most 49 days.", "wait", "name", "--timeout", "60d")]
    [InlineData("-o: found 'yaml'; expected table or wide or json of what has no end yet.", "watch", "name", "-o", "yaml")]
    [InlineData("-o: found 'json'; expected table or wide with --dry-run.", "submit", "-f", "x.yaml", "--dry-run", "-o", "json")]
    [InlineData("-o: found 'json'; expected table or wide or csv with --table.", "results", "name", "--table", "trials", "-o", "json")]
    [InlineData("'xml'", "watch", "name", "-o", "xml")]
    [InlineData("--data: expected without --cluster", "validate", "-f", "x.yaml", "--cluster", "127.0.0.1:1", "--data", ".")]
    [InlineData("the study file '' cannot be read", "run", "-f", "")]
    [InlineData("--nonsense", "list", "--nonsense")]
    [InlineData("expected at least one of --outer-steps, --gradient-steps and --wall-clock.", "extend", "name")]
    [InlineData("--outer-steps: found '0'; expected a whole number from 1 to 10000.", "extend", "name", "--outer-steps", "0")]
    [InlineData("--outer-steps: found 'ten'; expected a whole number from 1 to 10000.", "extend", "name", "--outer-steps", "ten")]
    [InlineData("--gradient-steps: found '-1'; expected a number above 0.", "extend", "name", "--gradient-steps", "-1")]
    [InlineData("--wall-clock: found 'soon'; expected a time such as", "extend", "name", "--wall-clock", "soon")]
    [InlineData("the study file 'absent.yaml' cannot be read", "run", "-f", "absent.yaml")]
    [InlineData("--cluster: found 'host:port'; expected HOST:PORT.", "list", "--cluster", "host:port")]
    [InlineData("no data set named 'imagenet' can be downloaded", "data", "get", "imagenet", "--to", "unused")]
    public async Task Command_WhenItIsWrong_SaysWhatAndEndsWithUsage(string words, params string[] arguments)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(arguments, recorder.Terminal));
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
    [InlineData("")]
    [InlineData("file")]
    [InlineData("file/below")]
    public async Task Run_ToWhereNoFolderCanBe_IsAWrongCommandLine(string to)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["good.yaml"], MalformedStudies.Good, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        string path = to.Length == 0 ? "" : folder[to];

        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["run", "-f", folder["good.yaml"], "--to", path], recorder.Terminal));
        Assert.Contains($"the folder '{path}' cannot be made: ", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhenNoClusterAnswers_SaysWhereItLookedAndWhoSaidSo()
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Unreachable, await FdsConsole.Run(["list", "--cluster", "127.0.0.1:1"], recorder.Terminal));
        Assert.Contains("no cluster answers at 127.0.0.1:1 (from --cluster)", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public void ExitCodes_AreAsDocumented() =>
        Assert.Equal((0, 1, 2, 3, 4, 130), (ExitCodes.Done, ExitCodes.StudyFailed, ExitCodes.Usage, ExitCodes.Unreachable, ExitCodes.TimedOut, ExitCodes.Interrupted));
}
