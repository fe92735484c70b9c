using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Reports that come while the study writes: they share writes, and none is answered before it is stored.</summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class StudyWriteTests(StudyCluster cluster)
{
    [Fact]
    public async Task Finished_AsTheFirstWordOfARun_IsBoundAndCountedInOneWrite()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("one-write", steps: 1, retrainings: 0));
        int before = HeldStorage.Writes(devices.Study.GetGrainId());

        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), ManualDevices.New()));
        Assert.Equal(before + 1, HeldStorage.Writes(devices.Study.GetGrainId()));
    }

    [Fact]
    public async Task Finished_WhileAWriteIsUnderWay_SharesTheNextWithOthers()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("shared-write", steps: 1, seeds: 6, retrainings: 0));
        GrainId id = devices.Study.GetGrainId();
        int before = HeldStorage.Writes(id);
        TaskCompletionSource gate = HeldStorage.Hold(id);
        Task<Verdict>[] reports = [.. Enumerable.Range(0, 5).Select(replica => devices.Finish(devices.Key(replica), ManualDevices.New()))];
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Count(replica => replica.State == ReplicaState.Completed) == 5, "all five have arrived");

        Assert.DoesNotContain(reports, report => report.IsCompleted);
        HeldStorage.LetGo(id);
        gate.SetResult();
        Assert.All(await Task.WhenAll(reports), verdict => Assert.Equal(Verdict.Accepted, verdict));
        Assert.Equal(before + 2, HeldStorage.Writes(id));
    }

    [Fact]
    public async Task Finished_WhenItsWriteFails_IsNobodysDuplicateAndCountsOnceWhenItIsToldAgain()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("failed-write", steps: 2, seeds: 2, retrainings: 0));
        GrainId id = devices.Study.GetGrainId();
        await devices.Run(devices.Key(0), [3, 1, 1]);
        Fence fence = ManualDevices.New();
        TaskCompletionSource gate = HeldStorage.Hold(id);
        Task<Verdict> told = devices.Finish(devices.Key(1), fence, hypergradient: [1, 1, 1]);
        await StudyCluster.Until(async () => (await devices.Status()).OuterStep == 1, "the step is complete in memory");

        // The same run again, its answer having been late, and a run of the step before: neither may be sent home on what is not stored.
        Task<Verdict> again = devices.Finish(devices.Key(1), fence, hypergradient: [1, 1, 1]);
        Task<Verdict> stranger = devices.Progress(devices.Key(1), ManualDevices.New());
        await devices.Status();
        Assert.False(told.IsCompleted || again.IsCompleted || stranger.IsCompleted);

        HeldStorage.LetGo(id);
        gate.SetException(new IOException("no space left on the device"));
        foreach (Task<Verdict> report in (Task<Verdict>[])[told, again, stranger])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => report);
        }

        await StudyCluster.Until(async () => (await devices.Status()).OuterStep == 0, "what is stored is in force again");
        await StudyCluster.Until(async () => await Answered(devices.Finish(devices.Key(1), fence, hypergradient: [1, 1, 1])) == Verdict.Accepted, "the report is counted");
        StudyStatus status = await devices.Status();
        Assert.Equal((1, 20.0, 2.0), (status.OuterStep, status.GradientSteps, status.LastStep[0].Hypergradient!.Value));
    }

    [Fact]
    public async Task End_ThatIsNotStoredYet_IsNotTold()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("unstored-end", steps: 1, seeds: 1, retrainings: 0));
        GrainId id = devices.Study.GetGrainId();
        int before = HeldStorage.Writes(id);
        TaskCompletionSource gate = HeldStorage.Hold(id);
        Task<List<StudyEvent>> watching = cluster.Events("unstored-end");
        Task<Verdict> told = devices.Finish(devices.Key(0), ManualDevices.New());
        await StudyCluster.Until(() => Task.FromResult(HeldStorage.Writes(id) > before), "the end is being written");
        Task<StudyStatus> status = devices.Study.GetStatus();
        Task<StudyResult?> result = devices.Study.GetResult();
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(told.IsCompleted || watching.IsCompleted || status.IsCompleted || result.IsCompleted);

        HeldStorage.LetGo(id);
        gate.SetResult();
        Assert.Equal(StudyState.Succeeded, (await status.Reached("the status")).State);
        Assert.Equal(StudyState.Succeeded, (await result.Reached("the result"))!.Status.State);
        Assert.Equal(StudyEventKind.Ended, (await watching)[^1].Kind);
        Assert.Contains((await cluster.Listed()).Studies, study => study.Name == "unstored-end" && study.State == StudyState.Succeeded);
    }

    [Fact]
    public async Task Delete_WhileAReportIsBeingWritten_LeavesNothingOfTheStudy()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("deleted-while-writing", steps: 2, retrainings: 0));
        GrainId id = devices.Study.GetGrainId();
        TaskCompletionSource gate = HeldStorage.Hold(id);
        Task<List<StudyEvent>> watching = cluster.Events("deleted-while-writing");
        Task<Verdict> told = devices.Finish(devices.Key(0), ManualDevices.New());
        await StudyCluster.Until(async () => (await devices.Status()).Replicas[0].State == ReplicaState.Completed, "the report has arrived");
        Task<VerbReply> deleted = devices.Study.Delete(force: true);
        HeldStorage.LetGo(id);
        gate.SetResult();

        Assert.Equal(Verdict.Accepted, await told);
        Assert.Equal(VerbOutcome.Done, (await deleted.Reached("the study is deleted")).Outcome);
        Assert.Equal("deleted-while-writing was deleted", (await watching)[^1].Message);
        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.None, "there is no study");
        Assert.DoesNotContain((await cluster.Listed()).Studies, study => study.Name == "deleted-while-writing");
    }

    private static async Task<Verdict?> Answered(Task<Verdict> report)
    {
        try
        {
            return await report;
        }
        catch (Exception e) when (e is OrleansException or IOException)
        {
            return null;
        }
    }
}
