using System.Collections.Immutable;
using System.Text.Json;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>The result folder, file by file.</summary>
public sealed class ResultFolderTests
{
    [Fact]
    public void Folder_HasEveryFileAndNothingElse()
    {
        using TemporaryFolder folder = new();
        Samples.Write(Samples.Result(), folder.Path);

        string[] expected = [".fds-results.json", "curves.csv", "outer-steps.csv", "report.html", "result.json", "retrain.csv", "schedule.csv", "schedule.json", "study.yaml", "trials.csv"];
        Assert.Equal(expected, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("apiVersion: fds/v1\n", File.ReadAllText(folder["study.yaml"]));
    }

    [Fact]
    public void Summary_HasTheDocumentedFields()
    {
        using TemporaryFolder folder = new();
        Samples.Write(Samples.Result(), folder.Path);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        JsonElement root = result.RootElement;

        Assert.Equal(("sample", "Succeeded", 1), (root.GetProperty("study").GetString(), root.GetProperty("state").GetString(), root.GetProperty("outerSteps").GetInt32()));
        JsonElement method = Assert.Single(root.GetProperty("methods").EnumerateArray());
        Assert.Equal(("fds", 0.5, 0.875, 1200, 6), (
            method.GetProperty("name").GetString(), method.GetProperty("validationLoss").GetDouble(), method.GetProperty("validationAccuracy").GetDouble(),
            method.GetProperty("gradientSteps").GetDouble(), method.GetProperty("seconds").GetDouble()));
        Assert.Equal(2.25, method.GetProperty("priorLoss").GetDouble());
        Assert.Equal((1234, 12.5), (root.GetProperty("gradientSteps").GetDouble(), root.GetProperty("seconds").GetDouble()));
        JsonElement test = method.GetProperty("testAccuracy");
        Assert.Equal(0.91, test.GetProperty("mean").GetDouble(), 12);
        Assert.Equal(0.01, test.GetProperty("standardError").GetDouble(), 12);
        Assert.Equal([0.9, 0.92], test.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal([0.2, 0.05], method.GetProperty("schedule").GetProperty("learningRate").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("best").GetProperty("testAccuracy").ValueKind);
        Assert.Equal((0, 1, "cpu", "0.1.0"), (
            root.GetProperty("bestOuterStep").GetInt32(), root.GetProperty("replicasLeftOut").GetInt32(), root.GetProperty("device").GetString(), root.GetProperty("versions").GetProperty("fds").GetString()));
    }

    [Fact]
    public void Tables_AreAsWritten()
    {
        using TemporaryFolder folder = new();
        Samples.Write(Samples.Result(), folder.Path);

        Assert.Equal(
            "outerStep,innerSteps,hyperparameter,window,value,nextValue,hypergradient,standardError,signalToNoise,signAgreement,stepSize,atRange,contributing,validationLoss,validationAccuracy,gradientSteps,seconds,productsClamped,gradientClamped,unstable\n" +
            "0,5,learningRate,0,0.1,0.2,-0.25,0.05,5,1,0.1,false,1,0.5,0.875,200,2.5,0.125,0.0625,\n",
            File.ReadAllText(folder["outer-steps.csv"]));
        Assert.Equal(
            "hyperparameter,window,firstStep,lastStep,value\nlearningRate,0,0,2,0.2\nlearningRate,1,3,4,0.05\nmomentum,0,0,4,0.5\nweightDecay,0,0,4,0\n",
            File.ReadAllText(folder["schedule.csv"]));
        Assert.Equal(
            "schedule,seed,state,testLoss,testAccuracy,innerSteps,gradientSteps,seconds,reason\n" +
            "Learned,0,Completed,0.25,0.9,5,7,1,\nLearned,1,Completed,0.25,0.92,5,7,1,\nBest,0,Diverged,0.25,,5,7,1,\"not finite, \"\"by\"\" step 3\"\n",
            File.ReadAllText(folder["retrain.csv"]));
        Assert.StartsWith(
            "method,work,outerStep,run,state,innerSteps,loss,accuracy,gradientSteps,seconds,device,attempt,reason\n" +
            "fds,Hypergradient,0,0,Completed,5,0.5,0.875,100,2,local/0,1,\nfds,Hypergradient,0,1,Collapsed,0,,,0,0,,1,one class only\nfds,RetrainLearned,,0,Completed,5,0.25,0.9,7,1,,,\n",
            File.ReadAllText(folder["trials.csv"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_AreWrittenWithTheirRuns_AndTheChosenOneStandsForFds()
    {
        using TemporaryFolder folder = new();
        StudyResult result = Samples.Result();
        Samples.Write(
            result with
            {
                Verdict = "Better than its start.",
                Candidates =
                [
                    new() { Name = "start", Schedule = result.Best!, Losses = [0.4, 0.5], Accuracies = [0.8, 0.7] },
                    new() { Name = "last", Schedule = result.Learned, Losses = [0.25, 0.35], Accuracies = [0.9, 0.8], IsChosen = true },
                    new() { Name = "unfinished", Schedule = result.Learned },
                ],
                Retrainings = [.. result.Retrainings.Where(run => run.Schedule == RetrainedSchedule.Learned), .. result.Retrainings.Take(2).Select(run => run with { Schedule = RetrainedSchedule.Initial, TestAccuracy = 0.5 })],
            },
            folder.Path);

        Assert.Equal("candidate,chosen,run,validationLoss,validationAccuracy\nstart,false,0,0.4,0.8\nstart,false,1,0.5,0.7\nlast,true,0,0.25,0.9\nlast,true,1,0.35,0.8\n", File.ReadAllText(folder["candidates.csv"]));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        JsonElement[] methods = [.. json.RootElement.GetProperty("methods").EnumerateArray()];
        Assert.Equal([0.3, 0.45], methods.Select(method => method.GetProperty("validationLoss").GetDouble()), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.91, 0.5], methods.Select(method => method.GetProperty("testAccuracy").GetProperty("mean").GetDouble()), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(["fds", "fds, start"], methods.Select(method => method.GetProperty("name").GetString()));
        Assert.Equal(("Better than its start.", 3), (json.RootElement.GetProperty("verdict").GetString(), json.RootElement.GetProperty("candidates").GetArrayLength()));
    }

    [Fact]
    public void CandidateThatDiverged_IsNullInJson_AsNoNumberIsInfinite()
    {
        using TemporaryFolder folder = new();
        StudyResult result = Samples.Result();
        Samples.Write(result with { Candidates = [new() { Name = "last", Schedule = result.Learned, Losses = [double.PositiveInfinity], Accuracies = [double.NaN] }] }, folder.Path);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        JsonElement candidate = json.RootElement.GetProperty("candidates")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (candidate.GetProperty("losses")[0].ValueKind, candidate.GetProperty("accuracies")[0].ValueKind));
        Assert.Equal("candidate,chosen,run,validationLoss,validationAccuracy\nlast,false,0,Infinity,\n", File.ReadAllText(folder["candidates.csv"]));
    }

    [Fact]
    public void Sensitivity_IsWrittenPerBinOfTheStepsThatKeepIt()
    {
        using TemporaryFolder folder = new();
        StudyResult result = Samples.Result();
        OuterStepRecord step = result.OuterSteps[0] with { Sensitivity = new() { LearningRate = [-0.5, 0.25], Momentum = [1], WeightDecay = [0] } };
        Samples.Write(result with { OuterSteps = [step, step with { Index = 1, Sensitivity = null }] }, folder.Path);

        Assert.Equal(
            "outerStep,hyperparameter,bin,firstStep,lastStep,hypergradient\n0,learningRate,0,0,2,-0.5\n0,learningRate,1,3,4,0.25\n0,momentum,0,0,4,1\n0,weightDecay,0,0,4,0\n",
            File.ReadAllText(folder["sensitivity.csv"]));
    }

    [Fact]
    public void Schedule_PerInnerStep_FollowsTheWindows()
    {
        ScheduleFile file = ScheduleFile.Of(Samples.Result());

        // Step t of 5 lies in window ⌊2t/5⌋: 0 0 0 1 1.
        Assert.Equal(5, file.Horizon);
        Assert.Equal([0.2, 0.2, 0.2, 0.05, 0.05], file.Steps.LearningRate);
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5], file.Steps.Momentum);
    }

    [Fact]
    public void Schedule_WithoutAnOuterStepOfFds_HasTheHorizonOfTheLongestRun()
    {
        StudyResult search = Samples.Compared() with { OuterSteps = [], Methods = [.. Samples.Compared().Methods.Skip(1)] };

        Assert.Equal(5, ScheduleFile.Of(search).Horizon);
        Assert.Equal([0.2, 0.2, 0.2, 0.05, 0.05], ScheduleFile.Of(search).Steps.LearningRate);
        StringWriter table = new();
        ResultTables.Schedule(search, TableFigures.Files).WriteCsv(table);
        Assert.Contains("learningRate,1,3,4,0.05", table.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, ScheduleFile.Of(search with { Methods = [] }).Horizon);
    }

    [Fact]
    public void Schedule_BeforeAnyRunHasEnded_HasNoSteps()
    {
        StudyResult early = Samples.Result() with { OuterSteps = [], Methods = [] };
        StringWriter file = new();
        ResultTables.Schedule(early, TableFigures.Files).WriteCsv(file);
        StringWriter table = new();
        ResultTables.Schedule(early, TableFigures.People).Dashed().WriteTable(table);

        Assert.Contains("learningRate,1,,,0.05", file.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"learningRate +1 +- +- +0\.05", table.ToString());
        Assert.DoesNotContain("-1", table.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 10)]
    [InlineData(7, 445)]
    [InlineData(5, 5)]
    public void Windows_AgreeWithTheRuleForEveryStep(int windows, int horizon)
    {
        KindMap<ImmutableArray<double>> schedule = new() { LearningRate = [.. Enumerable.Range(0, windows).Select(i => (double)i)], Momentum = [0], WeightDecay = [0] };
        IReadOnlyList<WindowSpan> spans = WindowSpan.Of(schedule.LearningRate, horizon);
        for (int step = 0; step < horizon; step++)
        {
            Assert.Equal(windows * step / horizon, Assert.Single(spans, span => span.FirstStep <= step && step <= span.LastStep).Window);
        }
    }
}
