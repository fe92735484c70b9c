using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Studies on a real silo that runs, is killed, is stopped, and comes back.</summary>
public sealed class StudyLifeTests(ITestOutputHelper output)
{
    private static readonly string[] TwoSlots = ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200"];

    [Fact]
    public async Task Study_WhenRunToItsEnd_HasLearnedAndRetrained()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        SubmitReply reply = await cluster.Study("whole").Submit(Studies.Small("whole"));
        Assert.Equal(SubmitOutcome.Accepted, reply.Outcome);

        List<StudyEvent> events = [];
        await foreach (StudyEvent happened in cluster.Study("whole").Watch(0, TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        StudyResult result = (await cluster.Study("whole").GetResult())!;
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
        await ClusterConnection.Until("it is listed as ended", async () => (await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(null, 10)).Studies is [{ State: StudyState.Succeeded }]);
    }

    [Fact]
    public async Task Study_WhenItsSiloIsKilledInTheMiddleOfAnOuterStep_EndsWithTheSameBits()
    {
        StudySubmission submission = Studies.Small("same", outerSteps: 5, innerSteps: 150);
        StudyResult undisturbed = await RunUndisturbed(submission);

        using TemporaryFolder folder = new();
        await using (SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study("same").Submit(submission);
            StudyStatus struck = await cluster.WaitFor("same", "the middle of outer step 2", InTheMiddleOfStep(2));
            output.WriteLine($"killed at outer step {struck.OuterStep}: {string.Join(", ", struck.Replicas.Select(r => $"{r.InnerStep}/{r.InnerSteps}"))}");
            await silo.Kill();
        }

        StudyResult resumed = await Resume(folder, submission);
        AssertSame(undisturbed, resumed);
    }

    [Fact]
    public async Task Study_WhenItsSiloIsTerminatedInTheMiddleOfAnOuterStep_EndsWithTheSameBits()
    {
        StudySubmission submission = Studies.Small("same", outerSteps: 4, innerSteps: 150);
        StudyResult undisturbed = await RunUndisturbed(submission);

        using TemporaryFolder folder = new();
        await using (SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study("same").Submit(submission);
            await cluster.WaitFor("same", "the middle of outer step 1", InTheMiddleOfStep(1));
            Assert.Equal(0, await silo.Terminate());
        }

        StudyResult resumed = await Resume(folder, submission);
        AssertSame(undisturbed, resumed);
    }

    [Fact]
    public async Task Study_WhenCancelled_KeepsWhatItLearned()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("stopped").Submit(Studies.Small("stopped", outerSteps: 50, innerSteps: 60));
        await cluster.WaitFor("stopped", "two outer steps", status => status.OuterStep >= 2);
        await cluster.Study("stopped").Cancel("enough");

        StudyResult result = (await cluster.Study("stopped").GetResult())!;
        Assert.Equal(StudyState.Cancelled, result.Status.State);
        Assert.Equal("enough", result.Status.Reason);
        Assert.True(result.OuterSteps.Length >= 2);
        Assert.Contains(result.Learned.LearningRate, value => value > 0);

        // The devices are free again: another study runs.
        await cluster.Study("next").Submit(Studies.Small("next", outerSteps: 1, innerSteps: 10, retrainings: 0));
        await cluster.WaitFor("next", "its end", status => status.State == StudyState.Succeeded);
    }

    [Fact]
    public async Task Study_WhenExtendedAfterItsEnd_EndsWithTheBitsOfOneThatWasThatLong()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("whole").Submit(Studies.Small("whole", outerSteps: 3, innerSteps: 30));
        await cluster.WaitFor("whole", "its end", status => status.State != StudyState.Running);
        await cluster.Study("part").Submit(Studies.Small("part", outerSteps: 1, innerSteps: 30));
        await cluster.WaitFor("part", "its first end", status => status.State == StudyState.Succeeded);

        Assert.Equal(VerbOutcome.Done, (await cluster.Study("part").Extend(new() { OuterSteps = 3 })).Outcome);
        await cluster.WaitFor("part", "its second end", status => status.State != StudyState.Running);
        AssertSame((await cluster.Study("whole").GetResult())!, (await cluster.Study("part").GetResult())!);
    }

    [Fact]
    public async Task Submit_WhenTheNameIsTakenByAnotherStudy_IsRefused()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        StudySubmission first = Studies.Small("taken", outerSteps: 1, innerSteps: 10, retrainings: 0);
        await cluster.Study("taken").Submit(first);

        Assert.Equal(SubmitOutcome.Resumed, (await cluster.Study("taken").Submit(first)).Outcome);
        Assert.Equal(SubmitOutcome.Conflict, (await cluster.Study("taken").Submit(Studies.Small("taken", outerSteps: 2))).Outcome);
    }

    [Fact]
    public async Task Study_WhenItsDataAreMissing_FailsWithTheReason()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("no-data").Submit(Studies.Small("no-data", data: "cifar-100"));

        StudyStatus status = await cluster.WaitFor("no-data", "its failure", status => status.State == StudyState.Failed);
        Assert.Contains("cifar-100", status.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("FDS_DATA", status.Reason, StringComparison.Ordinal);
    }

    /// <summary>The middle of an outer step, or of a later one if it was not seen there.</summary>
    private static Func<StudyStatus, bool> InTheMiddleOfStep(int step) =>
        status => status.OuterStep >= step && status.OuterStep < status.OuterSteps && status.Replicas.Any(replica => replica.State == ReplicaState.Running && replica.InnerStep is > 20 and < 110);

    private static async Task<StudyResult> RunUndisturbed(StudySubmission submission)
    {
        using TemporaryFolder folder = new();
        return await Resume(folder, submission);
    }

    /// <summary>Runs a study to its end on a new silo over a state folder.</summary>
    private static async Task<StudyResult> Resume(TemporaryFolder folder, StudySubmission submission)
    {
        string name = submission.Specification.Name;
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: TwoSlots);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(name).Submit(submission);
        await cluster.WaitFor(name, "its end", status => status.State != StudyState.Running);
        StudyResult result = (await cluster.Study(name).GetResult())!;
        Assert.Equal(0, await silo.CloseInput());
        return result;
    }

    private void AssertSame(StudyResult expected, StudyResult actual)
    {
        Assert.Equal(StudyState.Succeeded, actual.Status.State);
        Assert.Equal(expected.Learned.LearningRate, actual.Learned.LearningRate);
        Assert.Equal(expected.Learned.Momentum, actual.Learned.Momentum);
        Assert.Equal(expected.Learned.WeightDecay, actual.Learned.WeightDecay);
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
