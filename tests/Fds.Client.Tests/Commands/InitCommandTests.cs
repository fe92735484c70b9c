using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>A new study file, from options and from answers.</summary>
public sealed class InitCommandTests
{
    [Theory]
    [InlineData("glyphs", "mlp", "2 epochs")]
    [InlineData("mnist", "lenet", "2 epochs")]
    [InlineData("cifar-10", "wrn-10-1", "2 epochs")]
    [InlineData("rows.csv", "mlp", "300 steps")]
    [InlineData("play.txt", "gpt", "300 steps")]
    [InlineData("my arrays.npz", "mlp", "300 steps")]
    public async Task Init_OfAnyData_WritesAStudyThatValidates(string data, string model, string length)
    {
        using TemporaryFolder folder = new();
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["study.yaml"], "--name", "first", "--dataset", data], recorder.Terminal));

        StudySpecification study = await Read(folder["study.yaml"]);
        Assert.Equal(("first", model, length), (study.Name, study.Model.Name, study.Inner.Epochs is { } epochs ? $"{epochs} epochs" : $"{study.Inner.Steps} steps"));
        Assert.Equal(5, study.Hyperparameters.LearningRate.Windows);
        using Recorder check = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["validate", "--file-only", "-f", folder["study.yaml"]], check.Terminal));
        Assert.Equal($"{folder["study.yaml"]}\n", recorder.Data);
        Assert.Contains($"Next: fds validate -f {folder["study.yaml"]}", recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_OfANetworkOfOnesOwn_NamesItBesideTheFile()
    {
        using TemporaryFolder folder = new();
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["study.yaml"], "--name", "own", "--dataset", folder["rows.csv"], "--model", folder["net.pt"], "--length", "3 epochs", "--windows", "2"], recorder.Terminal));

        StudySpecification study = await Read(folder["study.yaml"]);
        Assert.Equal((ModelSpecification.TorchScript, folder["net.pt"], folder["rows.csv"], 3, 2), (study.Model.Name, study.Model.Path, study.Data.Path, study.Inner.Epochs, study.Hyperparameters.LearningRate.Windows));
    }

    /// <summary>Every field has what explain says of it above it.</summary>
    [Fact]
    public async Task Init_ExplainsEveryField()
    {
        using TemporaryFolder folder = new();
        using Recorder recorder = new();
        await FdsConsole.Run(["init", "--to", folder["study.yaml"], "--name", "first"], recorder.Terminal);

        string[] lines = await File.ReadAllLinesAsync(folder["study.yaml"], TestContext.Current.CancellationToken);
        int[] fields = [.. Enumerable.Range(0, lines.Length).Where(line => lines[line].Contains(':', StringComparison.Ordinal) && !lines[line].TrimStart().StartsWith('#')).Skip(2)];
        Assert.True(fields.Length > 15, $"{fields.Length}");
        Assert.All(fields, line => Assert.StartsWith("#", lines[line - 1].TrimStart(), StringComparison.Ordinal));
        Assert.Contains("    # Examples per mini-batch.", lines);
        Assert.All(lines, line => Assert.True(line.Length <= 112, line));
    }

    [Fact]
    public async Task Init_WhereThereIsAFile_ReplacesItOnlyByForce()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["study.yaml"], "mine", TestContext.Current.CancellationToken);
        using Recorder refused = new();

        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["init", "--to", folder["study.yaml"]], refused.Terminal));
        Assert.Equal($"fds: --to: found '{folder["study.yaml"]}', which exists; expected a file that does not. --force replaces it.\n", refused.Talk);
        Assert.Equal("mine", await File.ReadAllTextAsync(folder["study.yaml"], TestContext.Current.CancellationToken));
        using Recorder forced = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["study.yaml"], "--name", "new", "--force"], forced.Terminal));
        Assert.Equal("new", (await Read(folder["study.yaml"])).Name);
    }

    [Theory]
    [InlineData("metadata.name: found 'My Study'; expected a DNS label", "--name", "My Study")]
    [InlineData("spec.data.name: found 'minst'; expected one of glyphs, mnist,", "--dataset", "minst")]
    [InlineData("spec.model.name: found 'resnet'; expected mlp, lenet,", "--model", "resnet")]
    [InlineData("found '5 minutes'; expected a number of epochs or of inner steps, such as 2 epochs or 300 steps.", "--length", "5 minutes")]
    [InlineData("spec.inner.epochs: found '0'; expected a whole number from 1 to 100000", "--length", "0 epochs")]
    [InlineData("spec.hyperparameters.learningRate.windows: found 'many'; expected a whole number from 1 to 1000.", "--windows", "many")]
    [InlineData("spec.model.name: found 'gpt'; expected data.name text", "--model", "gpt")]
    [InlineData("'absent/study.yaml' cannot be written: there is no such folder.", "--to", "absent/study.yaml")]
    public async Task Init_OfAWrongAnswer_SaysWhatIsAllowed(string words, params string[] options)
    {
        using TemporaryFolder folder = new();
        using Recorder recorder = new();
        string[] place = options[0] == "--to" ? [] : ["--to", folder["study.yaml"]];

        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["init", .. place, .. options], recorder.Terminal));
        Assert.Contains(words, recorder.Talk, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["study.yaml"]));
    }

    [Fact]
    public async Task Init_InATerminal_AsksFiveQuestions_AndAgainAfterAWrongAnswer()
    {
        using TemporaryFolder folder = new();
        using TestConsole console = new TestConsole().Width(120).Interactive();
        foreach (string answer in new[] { "asked", "minst", "mnist", "", "7 epochs", "3" })
        {
            console.Input.PushTextWithEnter(answer);
        }

        Terminal terminal = new(TextWriter.Null, console, TimeProvider.System) { CanAsk = true };
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["study.yaml"]], terminal));

        StudySpecification study = await Read(folder["study.yaml"]);
        Assert.Equal(("asked", "mnist", "lenet", 7, 3), (study.Name, study.Data.Name, study.Model.Name, study.Inner.Epochs, study.Hyperparameters.LearningRate.Windows));
        Assert.Equal(6, console.Output.Split('\n').Count(line => line.Contains("? ", StringComparison.Ordinal) || line.Contains("your own (", StringComparison.Ordinal) || line.Contains("file (", StringComparison.Ordinal)));
        Assert.Contains("spec.data.name: found 'minst'; expected one of glyphs, mnist,", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_InATerminal_DoesNotAskWhatOptionsSay()
    {
        using TemporaryFolder folder = new();
        using TestConsole console = new TestConsole().Width(120).Interactive();
        console.Input.PushTextWithEnter("4");
        Terminal terminal = new(TextWriter.Null, console, TimeProvider.System) { CanAsk = true };

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["init", "--to", folder["study.yaml"], "--name", "said", "--dataset", "glyphs", "--model", "mlp", "--length", "50 steps"], terminal));
        Assert.Equal(4, (await Read(folder["study.yaml"])).Hyperparameters.LearningRate.Windows);
    }

    private static async Task<StudySpecification> Read(string file)
    {
        StudyFileReading reading = StudyFileReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), file);
        Assert.Empty(reading.Faults);
        return reading.Specification!;
    }
}
