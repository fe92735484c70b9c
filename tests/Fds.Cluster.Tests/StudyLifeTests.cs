using System.Runtime.CompilerServices;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Studies on a real silo that runs, is killed, is stopped, and comes back.</summary>
[Collection(SharedSiloTests.Name)]
public sealed class StudyLifeTests(SharedSilo shared, ITestOutputHelper output)
{
    private static StudySubmission Disturbed { get; } = Studies.Small("same", outerSteps: 5, innerSteps: 150);

    /// <summary>By the outer rule adam, in reverse mode, with learning rates for every layer and a choice among candidates.</summary>
    private static StudySubmission Grouped { get; } = OfLayers(Studies.Small("layers", outerSteps: 5, innerSteps: 150, retrainings: 2));

    /// <summary>A network that PyTorch wrote, with dropout and running statistics, in reverse mode, its convolution and the rest apart.</summary>
    private static StudySubmission OwnModel { get; } = OfPyTorch(Studies.Small("own", outerSteps: 5, innerSteps: 150, retrainings: 2));

    /// <summary>By AdamW: second moments in checkpoints and kept states, every kind and label smoothing learned, in reverse mode.</summary>
    private static StudySubmission OfAdamW { get; } = ByAdamW(Studies.Small("adamw", outerSteps: 5, innerSteps: 150, retrainings: 2));

    [Fact]
    public async Task Study_WhenRunToItsEnd_HasLearnedAndRetrained()
    {
        SubmitReply reply = await shared.Cluster.Study("lived").Submit(Studies.Small("lived"));
        Assert.Equal(SubmitOutcome.Accepted, reply.Outcome);

        List<StudyEvent> events = [];
        await foreach (StudyEvent happened in shared.Cluster.Study("lived").Watch(0, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        StudyResult result = (await shared.Cluster.Study("lived").GetResult())!;
        Assert.Equal(StudyState.Succeeded, result.Status.State);
        Assert.Equal(4, result.OuterSteps.Length);
        Assert.All(result.OuterSteps, step => Assert.Equal(2, step.Contributing));
        Assert.All(result.OuterSteps[^1].Readings, reading => Assert.NotNull(reading.StandardError));
        Assert.True(result.OuterSteps[^1].ValidationAccuracy > result.OuterSteps[0].ValidationAccuracy + 0.3, "Validation accuracy did not rise.");
        Assert.Equal(2, result.Retrainings.Length);
        Assert.True(result.Status.TestAccuracy > 0.5);
        Assert.Equal(events.Where(e => e.Kind != StudyEventKind.Progress).Select(e => e.Sequence).Distinct().Order(), events.Where(e => e.Kind != StudyEventKind.Progress).Select(e => e.Sequence));
        Assert.Equal(4, events.Count(e => e.Kind == StudyEventKind.OuterStepCompleted));
        Assert.Equal(StudyEventKind.Ended, events.Last(e => e.Kind != StudyEventKind.Progress).Kind);
        await ClusterConnection.Until("it is listed as ended", async () => (await shared.Cluster.Grains.GetGrain<ICatalogueGrain>(0).List(null, 1000)).Studies.Any(study => study is { Name: "lived", State: StudyState.Succeeded }));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("layers")]
    [InlineData("own")]
    [InlineData("adamw")]
    public async Task Study_WhenItsSiloIsKilledInTheMiddleOfAnOuterStep_EndsWithTheSameBits(string which)
    {
        StudySubmission study = new[] { Disturbed, Grouped, OwnModel, OfAdamW }.Single(each => each.Specification.Name == which);
        string name = study.Specification.Name;
        StudyResult undisturbed = await shared.Undisturbed(study);

        using TemporaryFolder folder = new();
        await using (SiloProcess silo = await SiloProcess.Start(folder.Path, settings: SharedSilo.Settings))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study(name).Submit(study);
            StudyStatus struck = await cluster.WaitFor(name, "the middle of outer step 2", InTheMiddleOfStep(2));
            output.WriteLine($"killed at outer step {struck.OuterStep}: {string.Join(", ", struck.Replicas.Select(r => $"{r.InnerStep}/{r.InnerSteps}"))}");
            await silo.Kill();
        }

        StudyResult resumed = await Resume(folder, study);
        AssertSame(undisturbed, resumed);
    }

    [Fact]
    public async Task Study_WhenItsSiloIsTerminatedInTheMiddleOfAnOuterStep_EndsWithTheSameBits()
    {
        StudyResult undisturbed = await shared.Undisturbed(Disturbed);

        using TemporaryFolder folder = new();
        await using (SiloProcess silo = await SiloProcess.Start(folder.Path, settings: SharedSilo.Settings))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study("same").Submit(Disturbed);
            await cluster.WaitFor("same", "the middle of outer step 1", InTheMiddleOfStep(1));
            Assert.Equal(0, await silo.Terminate());
        }

        StudyResult resumed = await Resume(folder, Disturbed);
        AssertSame(undisturbed, resumed);
    }

    [Fact]
    public async Task Study_WhoseDataNoSiloCanHave_IsRefusedWithTheReason()
    {
        StudyRefusedException refusal = await Assert.ThrowsAsync<StudyRefusedException>(() => shared.Cluster.Study("no-data").Submit(Studies.Small("no-data", data: "cifar-100")));

        Assert.Contains("cifar-100", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("FDS_DATA", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StudyState.None, (await shared.Cluster.Study("no-data").GetStatus()).State);
    }

    /// <summary>A silo of a cluster leaves it to the runs, because another silo may have the data.</summary>
    [Fact]
    public async Task Study_WhoseDataThisSiloLacks_FailsInAClusterWithTheReason()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await ServerSilo.Start(folder.Path);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo.Gateway);
        await cluster.Study("no-data").Submit(Studies.Small("no-data", data: "cifar-100"));

        StudyStatus status = await cluster.WaitFor("no-data", "its failure", status => status.State == StudyState.Failed);
        Assert.Contains("cifar-100", status.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("FDS_DATA", status.Reason, StringComparison.Ordinal);
    }

    /// <summary>A table without accuracies: every figure that the study shows is a loss, and the learned schedule is better than the start.</summary>
    [Fact]
    public async Task Study_OfATableOfReals_LearnsAndIsJudgedByItsLosses()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "table.csv");
        await File.WriteAllTextAsync(path, Table(rows: 240), TestContext.Current.CancellationToken);
        StudySubmission small = Studies.Small("reals", outerSteps: 4, innerSteps: 60, retrainings: 3);
        StudySpecification study = small.Specification;
        StudySubmission submission = small with
        {
            Specification = study with
            {
                Data = new() { Name = DataSpecification.Table, Path = path, Target = "sum", Categories = ["kind"], TestFraction = 0.2, ValidationFraction = 0.2 },
                Model = new() { Name = ModelSpecification.Mlp, Hidden = [8], Loss = TrainingLoss.SquaredError },
                Inner = study.Inner with { BatchSize = 32, HessianProductClamp = null },
                Hyperparameters = study.Hyperparameters with { LearningRate = new() { Initial = [0.002, 0.002], Step = 0.5, Minimum = 1e-4, Maximum = 1, Scale = ValueScale.Log } },
                Outer = study.Outer with { Rule = OuterRule.Adam },
                Search = study.Search with { Confirm = new() { Best = 2, Seeds = 2 } },
            },
        };

        Assert.Equal(SubmitOutcome.Accepted, (await shared.Cluster.Study("reals").Submit(submission)).Outcome);
        List<StudyEvent> events = [];
        await foreach (StudyEvent happened in shared.Cluster.Study("reals").Watch(0, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        StudyResult result = (await shared.Cluster.Study("reals").GetResult())!;
        Assert.Equal(StudyState.Succeeded, result.Status.State);
        Assert.Equal((null, null), (result.Status.TestAccuracy, result.Status.BestValidationAccuracy));
        Assert.True(result.OuterSteps[^1].ValidationLoss < result.OuterSteps[0].ValidationLoss, "The validation loss did not fall.");
        Assert.True(result.Status.TestLoss < result.Retrainings.First(run => run.State == ReplicaState.Completed).PriorLoss);
        Assert.Matches("^(Better than its start by .* of test loss|No significant difference|Keep your schedule)", result.Verdict);
        Assert.Equal((192, 48, "sum"), (result.Status.Data!.TrainingExamples, result.Status.Data.TestExamples, result.Status.Data.Target!.Name));
        Assert.Contains(events, happened => happened.Message == "data: real targets (sum), 192 training and 48 test examples of shape [4]");
        Assert.Contains(events, happened => happened.Message.StartsWith("test loss ", StringComparison.Ordinal));
        Assert.DoesNotContain(events, happened => happened.Message.Contains("accuracy", StringComparison.Ordinal) || happened.Message.Contains("NaN", StringComparison.Ordinal));
    }

    private static string Table(int rows) => "kind,x,y,sum\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
    {
        (double x, double y) = (Math.Sin(1.7 * i), Math.Cos(0.9 * i));
        return FormattableString.Invariant($"{(i % 3 == 0 ? "a" : "b")},{x:R},{y:R},{(2 * x) - y + (i % 3 == 0 ? 1 : 0):R}\n");
    }));

    private static StudySubmission OfLayers(StudySubmission small)
    {
        StudySpecification study = small.Specification;
        return small with
        {
            Specification = study with
            {
                Groups = ParameterNames.Grouped(study.Model),
                Inner = study.Inner with { HessianProductClamp = null, Mode = HypergradientMode.Reverse },
                Hyperparameters = study.Hyperparameters with
                {
                    LearningRate = new() { Initial = [0.05, 0.05, 0.05, 0.05, 0.05], GroupWindows = [2, 1, 2], Step = 0.2, Minimum = 1e-3, Maximum = 1, Scale = ValueScale.Log },
                },
                Outer = study.Outer with { Rule = OuterRule.Adam, Margin = 0.1 },
                Search = study.Search with { Confirm = new() { Best = 3, Seeds = 2 } },
            },
        };
    }

    private static StudySubmission OfPyTorch(StudySubmission small, [CallerFilePath] string here = "")
    {
        StudySpecification study = small.Specification;
        string file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "Fds.Core.Tests", "Networks", "Scripts", "cnn.pt"));
        return small with
        {
            Specification = study with
            {
                Model = new() { Name = ModelSpecification.TorchScript, Path = file, Initialisation = Initialisation.File },
                Groups = [new() { Name = "convolution", Parameters = ["conv.*"] }, new() { Name = "others", Parameters = ["*"] }],
                Inner = study.Inner with { HessianProductClamp = null },
                Hyperparameters = study.Hyperparameters with
                {
                    LearningRate = new() { Initial = [0.05, 0.05, 0.05, 0.05], GroupWindows = [2, 2], Step = 0.2, Minimum = 1e-3, Maximum = 1, Scale = ValueScale.Log },
                },
                Outer = study.Outer with { Rule = OuterRule.Adam },
                Search = study.Search with { Confirm = new() { Best = 3, Seeds = 2 } },
            },
        };
    }

    private static StudySubmission ByAdamW(StudySubmission small)
    {
        StudySpecification study = small.Specification;
        return small with
        {
            Specification = study with
            {
                Inner = study.Inner with { Optimiser = Optimiser.AdamW, HessianProductClamp = null },
                Hyperparameters = new()
                {
                    LearningRate = new() { Initial = [2e-3, 2e-3, 2e-3], Step = 0.2, Minimum = 1e-5, Maximum = 0.1, Scale = ValueScale.Log },
                    Momentum = null!,
                    WeightDecay = new() { Initial = [0.01], Step = 0.2, Minimum = 1e-4, Maximum = 1, Scale = ValueScale.Log },
                    Beta1 = new() { Initial = [0.9], Step = 0.1, Minimum = 0.5, Maximum = 0.99, Scale = ValueScale.Log1m },
                    Beta2 = new() { Initial = [0.99, 0.99], Step = 0.1, Minimum = 0.9, Maximum = 0.9999, Scale = ValueScale.Log1m },
                    IsOfAdam = true,
                    LabelSmoothing = new() { Initial = [0.1, 0.1], Step = 0.05, Minimum = 0, Maximum = 0.5 },
                    Smooths = true,
                },
                Outer = study.Outer with { Rule = OuterRule.Adam },
                Search = study.Search with { Confirm = new() { Best = 3, Seeds = 2 } },
            },
        };
    }

    /// <summary>The middle of an outer step, or of a later one if it was not seen there.</summary>
    private static Func<StudyStatus, bool> InTheMiddleOfStep(int step) =>
        status => status.OuterStep >= step && status.OuterStep < status.OuterSteps && status.Replicas.Any(replica => replica.State == ReplicaState.Running && replica.InnerStep is > 20 and < 110);

    /// <summary>Runs the disturbed study to its end on a new silo over its state folder.</summary>
    private static async Task<StudyResult> Resume(TemporaryFolder folder, StudySubmission study)
    {
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: SharedSilo.Settings);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(study.Specification.Name).Submit(study);
        StudyResult result = await cluster.Result(study.Specification.Name);
        Assert.Equal(0, await silo.CloseInput());
        return result;
    }

    private void AssertSame(StudyResult expected, StudyResult actual)
    {
        Assert.Equal(StudyState.Succeeded, actual.Status.State);
        Assert.All(expected.Learned.Kinds, kind => Assert.Equal(expected.Learned[kind], actual.Learned[kind]));
        Assert.Equal(expected.Candidates.SelectMany(candidate => candidate.Losses), actual.Candidates.SelectMany(candidate => candidate.Losses));
        Assert.Equal(expected.Verdict, actual.Verdict);
        for (int step = 0; step < expected.OuterSteps.Length; step++)
        {
            double?[] hypergradients = [.. actual.OuterSteps[step].Readings.Select(reading => reading.Hypergradient)];
            output.WriteLine($"outer step {step}: {string.Join(" ", hypergradients.Select(h => h!.Value.ToString("R")))}");
            Assert.Equal(expected.OuterSteps[step].Readings.Select(reading => reading.Hypergradient), hypergradients);
            Assert.Equal(expected.OuterSteps[step].Readings.Select(reading => reading.StepSize), actual.OuterSteps[step].Readings.Select(reading => reading.StepSize));
        }

        Assert.Equal(expected.Retrainings.Select(run => run.TestAccuracy), actual.Retrainings.Select(run => run.TestAccuracy));
    }
}
