using Fds.Client.StudyFiles;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests;

/// <summary>Studies that begin with what an earlier one learned.</summary>
public sealed class EarlierSchedulesTests
{
    private const string Shared = """{"horizon": 4, "windows": {"learningRate": [0.1, 0.2], "momentum": [0.5], "weightDecay": [0]}, "steps": {}}""";

    private const string Grouped = """
        {"horizon": 4, "windows": {"learningRate": [0.1, 0.2, 0.3], "momentum": [0.5], "weightDecay": [0]}, "steps": {},
         "groups": [{"name": "dense1", "windows": {"learningRate": [0.1], "momentum": [0.5], "weightDecay": [0]}},
                    {"name": "dense2", "windows": {"learningRate": [0.2], "momentum": [0.5], "weightDecay": [0]}},
                    {"name": "dense3", "windows": {"learningRate": [0.3], "momentum": [0.5], "weightDecay": [0]}}]}
        """;

    [Fact]
    public void Paths_OfSchedules_AreReplacedByTheirValues_AndNothingElseIsTouched()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["schedule.json"], Shared);
        string text = Study("{windows: 4, initial: {schedule: schedule.json}}  # from there", "\n      initial:\n        schedule: './schedule.json'\n      windows: 1");

        string whole = EarlierSchedules.PutInto(text, folder.Path);

        Assert.Equal(text.Replace("schedule: schedule.json", "schedule: [0.1, 0.2]", StringComparison.Ordinal).Replace("'./schedule.json'", "[0.5]", StringComparison.Ordinal), whole);
        StudySpecification study = StudyFileReader.Read(whole, "f").Specification!;
        Assert.Equal([0.1, 0.1, 0.2, 0.2], study.Hyperparameters.LearningRate.Initial);
        Assert.Equal([0.5], study.Hyperparameters.Momentum.Initial);
    }

    [Fact]
    public void Schedule_OfGroups_GoesToTheGroupsOfTheSameName_AndASharedKindIsOneList()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["schedule.json"], Grouped);

        string whole = EarlierSchedules.PutInto(Study("{windows: 2, initial: {schedule: schedule.json}}", "{initial: {schedule: schedule.json}, perGroup: false}") + "\n  groups: layers\n", folder.Path);

        StudyFileReading reading = StudyFileReader.Read(whole, "f");
        Assert.Equal([], reading.Faults.Select(fault => fault.ToString()));
        Assert.Equal([0.1, 0.1, 0.2, 0.2, 0.3, 0.3], reading.Specification!.Hyperparameters.LearningRate.Initial);
        Assert.Equal([0.5], reading.Specification.Hyperparameters.Momentum.Initial);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", "is no schedule.json of a study")]
    [InlineData("[]", "is no schedule.json of a study")]
    [InlineData("{\"windows\": {\"momentum\": [0.5]}}", "is no schedule.json of a study")]
    [InlineData("{\"windows\": {\"learningRate\": [\"x\"]}}", "is no schedule.json of a study")]
    public void Schedule_ThatIsNone_IsRefusedByItsPath(string? content, string why)
    {
        using TemporaryFolder folder = new();
        if (content is not null)
        {
            File.WriteAllText(folder["schedule.json"], content);
        }

        ConsoleException refusal = Assert.Throws<ConsoleException>(() => EarlierSchedules.PutInto(Study("{initial: {schedule: schedule.json}}", "{windows: 1}"), folder.Path));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("schedule.json'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec: [")]
    [InlineData("")]
    [InlineData("spec: {hyperparameters: {learningRate: {initial: {schedule: [1]}}}}")]
    [InlineData("spec: {hyperparameters: {learningRate: {initial: 3}}}")]
    [InlineData("a: &s {schedule: x.json}\nspec: {hyperparameters: {learningRate: {initial: *s}, momentum: {initial: *s}}}")]
    public void Text_WithoutSuchAPath_IsLeftAsItIs(string text) => Assert.Equal(text, EarlierSchedules.PutInto(text, "."));

    /// <summary>What would take the parser's stack is left to the reader, who refuses it.</summary>
    [Fact]
    public void Text_ThatIsNestedWithoutEnd_IsLeftAsItIs()
    {
        string text = new('[', 500_000);

        Assert.Equal(text, EarlierSchedules.PutInto(text, "."));
    }

    private static string Study(string rate, string momentum) => $$"""
        apiVersion: fds/v1
        kind: Study
        metadata: {name: warm}
        spec:
          data: {name: glyphs}
          model: {name: mlp}
          inner: {batchSize: 32, epochs: 1}
          hyperparameters:
            learningRate: {{rate}}
            momentum: {{momentum}}
        """;
}
