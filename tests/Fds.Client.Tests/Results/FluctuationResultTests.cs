using System.Text.Json;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Testing;
using Spectre.Console.Testing;
using Xunit;

namespace Fds.Client.Tests.Results;

/// <summary>A study that measures: its files and what people read of it.</summary>
public sealed class FluctuationResultTests
{
    [Fact]
    public void Folder_HasBothTables()
    {
        using TemporaryFolder folder = new();
        Samples.Write(Sample(), folder.Path);

        Assert.Equal(
            "hyperparameter,window,value,runs,mean,standardDeviation,standardError,signalToNoise,signAgreement," +
            "greedyMean,greedyStandardDeviation,greedyStandardError,greedySignalToNoise,greedySignAgreement\n" +
            "learningRate,1,0.05,2,-0.25,0.5,0.125,2,0.5,-1,,,,1\n",
            File.ReadAllText(folder["fluctuation.csv"]));
        Assert.Equal("averagedRuns,groups,expected,deviation,greedyDeviation\n1,2,1,1,\n", File.ReadAllText(folder["averages.csv"]));
        Assert.EndsWith("\nfds,Fluctuation,0,2,Running,30,,,0,0,,1,\n", File.ReadAllText(folder["trials.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_HasEveryRunsValuesAndNoMethod()
    {
        using JsonDocument json = JsonDocument.Parse(MachineFormats.Json(ResultSummary.Of(Sample())));
        JsonElement measured = json.RootElement.GetProperty("fluctuation");

        Assert.Empty(json.RootElement.GetProperty("methods").EnumerateArray());
        Assert.Equal((3, "0 1"), (measured.GetProperty("runs").GetInt32(), string.Join(' ', measured.GetProperty("completed").EnumerateArray().Select(run => run.GetInt32()))));
        JsonElement window = Assert.Single(measured.GetProperty("windows").EnumerateArray());
        Assert.Equal([0.25, -0.75], window.GetProperty("full").GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(JsonValueKind.Null, window.GetProperty("greedy").GetProperty("standardDeviation").ValueKind);
        Assert.Equal(1, Assert.Single(measured.GetProperty("averages").EnumerateArray()).GetProperty("full").GetDouble());
    }

    [Fact]
    public void Summary_OfAStudyThatLearns_HasNoFluctuation()
    {
        using JsonDocument json = JsonDocument.Parse(MachineFormats.Json(ResultSummary.Of(Samples.Result())));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("fluctuation").ValueKind);
        Assert.Empty(ResultTables.Fluctuation(Samples.Result(), TableFigures.Files).Rows);
    }

    [Fact]
    public void Position_CountsTheRunsThatHaveEnded() => Assert.Equal("2 of 3 runs", Words.Position(Sample().Status));

    [Fact]
    public void Screen_ShowsTheRunsAtWork()
    {
        using TestConsole console = new TestConsole().Width(200);
        console.Write(new StudyScreen(Sample().Status with { State = StudyState.Running }, []));

        Assert.Contains(console.Lines, line => line.StartsWith("runs", StringComparison.Ordinal) && line.Contains("2 of 3", StringComparison.Ordinal));
        Assert.Contains("run 2", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("run 1", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void List_CallsItByWhatItIs()
    {
        StudySummary line = new()
        {
            Name = "sample", State = StudyState.Running, OuterStep = 0, OuterSteps = 1, SubmittedAt = default, UpdatedAt = default, FluctuationRuns = 3,
        };
        IReadOnlyList<string> row = Assert.Single(StudyTables.List([line], wide: false, default, TableFigures.People).Rows);

        Assert.Equal(("-", "fluctuation"), (row[2], row[6]));
    }

    [Fact]
    public void Tables_ForPeople_AreInRoundFigures()
    {
        using StringWriter writer = new();
        FluctuationTables.Write(Sample().Fluctuation!, writer);

        Assert.StartsWith("HYPERPARAMETER  WINDOW  VALUE  RUNS  MEAN", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("AVERAGED RUNS  GROUPS  EXPECTED  DEVIATION  GREEDY DEVIATION", writer.ToString(), StringComparison.Ordinal);
    }

    private static StudyResult Sample()
    {
        StudyResult result = Samples.Result();
        return result with
        {
            OuterSteps = [],
            Retrainings = [],
            Methods = [],
            Best = null,
            BestOuterStep = null,
            Status = result.Status with { FluctuationRuns = 3, Replicas = [Run(0, ReplicaState.Completed), Run(1, ReplicaState.Completed), Run(2, ReplicaState.Running)] },
            Fluctuation = new()
            {
                Runs = 3,
                Completed = [0, 1],
                Windows =
                [
                    new()
                    {
                        Kind = HyperparameterKind.LearningRate,
                        Window = 1,
                        Value = 0.05,
                        Full = new() { Mean = -0.25, StandardDeviation = 0.5, StandardError = 0.125, SignalToNoise = 2, SignAgreement = 0.5, Values = [0.25, -0.75] },
                        Greedy = new() { Mean = -1, SignAgreement = 1, Values = [-1] },
                    },
                ],
                Averages = [new() { Runs = 1, Groups = 2, Expected = 1, Full = 1 }],
            },
        };
    }

    private static ReplicaStatus Run(int run, ReplicaState state) => new()
    {
        Key = new() { Study = "sample", Kind = WorkKind.Fluctuation, OuterStep = 0, Replica = run },
        Attempt = 1,
        State = state,
        InnerStep = 30,
        InnerSteps = 30,
    };
}
