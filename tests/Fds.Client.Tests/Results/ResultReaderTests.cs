using Fds.Client.Rendering;
using Fds.Client.Reports;
using Fds.Client.Results;
using Fds.Client.Tests.Reports;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>A result folder that is read back says what was written.</summary>
public sealed class ResultReaderTests
{
    [Theory]
    [InlineData("learning")]
    [InlineData("forward")]
    [InlineData("groups")]
    [InlineData("adamw")]
    [InlineData("regression")]
    [InlineData("comparison")]
    [InlineData("search")]
    [InlineData("population")]
    [InlineData("measurement")]
    public void Folder_ReadBack_WritesTheSameFiles(string kind)
    {
        using TemporaryFolder folder = new();
        StudyResult written = ReportSamples.All[kind]();
        Samples.Write(written, folder.Path);

        Assert.True(ResultReader.IsFolder(folder.Path));
        IReadOnlyList<(string Name, string Content)> again = ResultFiles.Of(ResultReader.Read(folder.Path));
        Assert.Equal(ResultFiles.Of(written).Select(file => file.Name), again.Select(file => file.Name));
        Assert.All(again, file => Assert.Equal(File.ReadAllText(folder[file.Name]), file.Content));
    }

    [Fact]
    public void Folder_OfAnEarlierVersion_LacksFieldsAndIsReadAllTheSame()
    {
        using TemporaryFolder folder = new();
        Samples.Write(ReportSamples.All["learning"](), folder.Path);
        string summary = File.ReadAllText(folder["result.json"]);
        File.WriteAllText(folder["result.json"], string.Join('\n', summary.Split('\n').Where(line => !line.Contains("\"submittedAt\"", StringComparison.Ordinal) && !line.Contains("\"data\"", StringComparison.Ordinal) && !line.Contains("\"members\"", StringComparison.Ordinal))));
        File.Delete(folder["curves.csv"]);

        Assert.Contains("<html", Report.Of(ResultReader.Read(folder.Path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("result.json", "{", "does not hold what fds wrote")]
    [InlineData("result.json", "{}", "does not hold what fds wrote")]
    [InlineData("study.yaml", "a: b", "study.yaml of the result folder is not a valid study")]
    [InlineData("outer-steps.csv", "outerStep,innerSteps,hyperparameter\n0,x,learningRate\n", "does not hold what fds wrote")]
    [InlineData("outer-steps.csv", "outerStep,innerSteps,hyperparameter\n0,3,speed\n", "does not hold what fds wrote")]
    [InlineData("trials.csv", "method,work,outerStep,run,state\nfds,Hypergradient,0,0,Sleeping\n", "does not hold what fds wrote")]
    [InlineData("schedule.json", "{\"windows\": {\"learningRate\": [1]}}", "does not hold what fds wrote")]
    public void Folder_WithAFileThatIsNotFdss_IsRefusedInWords(string file, string content, string expected)
    {
        using TemporaryFolder folder = new();
        Samples.Write(ReportSamples.All["learning"](), folder.Path);
        File.WriteAllText(folder[file], content);

        ConsoleException refused = Assert.Throws<ConsoleException>(() => ResultReader.Read(folder.Path));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
    }

    [Fact]
    public void Json_OfTheSummary_ReadsBack()
    {
        ResultSummary written = ResultSummary.Of(ReportSamples.All["comparison"]());
        Assert.Equal(MachineFormats.Json(written), MachineFormats.Json(MachineFormats.Parse<ResultSummary>(MachineFormats.Json(written))));
    }
}
