using System.Text.Json;
using Fds.Contracts.Studies.File;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>What is said of fields.</summary>
public sealed class ExplainCommandTests
{
    [Theory]
    [InlineData("spec.hyperparameters.learningRate.range")]
    [InlineData("learningRate.range")]
    public async Task Explain_OfAField_SaysTypeDefaultAndWhatIsAllowed(string path) => Assert.Equal(
        """
        FIELD:    spec.hyperparameters.learningRate.range
        TYPE:     list
        DEFAULT:  [0,1]
        ALLOWED:  a list of 2 values, each a number from 0 to 100

        Lower and upper end of the allowed values.

        """,
        await Said("explain", path));

    [Fact]
    public async Task Explain_OfASection_NamesItsFields()
    {
        Assert.StartsWith(
            """
            FIELD:    metadata
            TYPE:     section, required

            What the study is called.

            FIELDS:
              name  <text, required>
                Name, unique in the cluster.

            """,
            await Said("explain", "metadata"),
            StringComparison.Ordinal);
        string whole = await Said("explain", "--recursive");
        Assert.Contains("\n        windows  ", whole, StringComparison.Ordinal);
        Assert.All(StudyFields.File.All().Skip(1), note => Assert.Contains($" {note.Name} ", whole, StringComparison.Ordinal));
    }

    /// <summary>Every field that there is.</summary>
    [Fact]
    public async Task Explain_OfEveryField_ExplainsIt()
    {
        foreach (FieldNote note in StudyFields.File.All())
        {
            string said = await Said("explain", note.Path);
            Assert.Contains($"FIELD:    {(note.Path.Length > 0 ? note.Path : "the study file")}\n", said, StringComparison.Ordinal);
            Assert.All(said.Split('\n'), line => Assert.True(line.Length <= 100 || !line.Contains(' ', StringComparison.Ordinal), line));
        }
    }

    [Theory]
    [InlineData("spec.hyperparameters.learnRate.range", "Did you mean 'spec.hyperparameters.learningRate.range'?")]
    [InlineData("spec.iner.batchSize", "Did you mean 'spec.inner.batchSize'?")]
    [InlineData("batchsize", "Did you mean 'spec.inner.batchSize'?")]
    [InlineData("nothing.like.this.at.all", "field: found 'nothing.like.this.at.all'; expected the path of a field of a study file, or the end of one.")]
    [InlineData("columnShards.windows", "expected the path of a field")]
    [InlineData("perGroup", "which 6 fields end with; expected one of spec.hyperparameters.learningRate.perGroup, spec.hyperparameters.")]
    public async Task Explain_OfNoField_NamesTheNearest(string path, string words)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["explain", path], recorder.Terminal));
        Assert.Contains(words, recorder.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_InMachineFormats_HasTheSame()
    {
        using JsonDocument json = JsonDocument.Parse(await Said("explain", "inner.mode", "-o", "json"));
        Assert.Equal(("spec.inner.mode", "auto", "one of auto, forward, reverse"), (json.RootElement.GetProperty("path").GetString(), json.RootElement.GetProperty("default").GetString(), json.RootElement.GetProperty("allowed").GetString()));
        Assert.Equal(StudyFields.File.All().Count() - 1, (await Said("explain", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<string> Said(params string[] arguments)
    {
        using Recorder recorder = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(arguments, recorder.Terminal));
        return recorder.Data;
    }
}
