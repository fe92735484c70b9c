using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies;

[Collection(StudyClusterTests.Name)]
public sealed class StudyWatchTests(StudyCluster cluster)
{
    [Fact]
    public async Task Watch_FromZero_GivesAllKeptEventsInOrderThenEnds()
    {
        await RunOneStep("watched");
        List<StudyEvent> events = await cluster.Events("watched");

        Assert.Equal(
            [
                StudyEventKind.Submitted,
                StudyEventKind.ReplicaStarted,
                StudyEventKind.ReplicaFinished,
                StudyEventKind.ReplicaStarted,
                StudyEventKind.ReplicaLeftOut,
                StudyEventKind.OuterStepCompleted,
                StudyEventKind.RangeReached,
                StudyEventKind.Ended,
            ],
            events.Select(happened => happened.Kind));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (1L << 32) + i), events.Select(happened => happened.Sequence));
        Assert.Equal(StudyState.Succeeded, (await cluster.Study("watched").GetStatus()).State);
    }

    [Fact]
    public async Task Watch_FromASequenceNumber_GivesLaterOnesOnly()
    {
        await RunOneStep("rewatched");
        List<StudyEvent> all = await cluster.Events("rewatched");

        for (int seen = 0; seen < all.Count; seen++)
        {
            Assert.Equal(all.Skip(seen + 1).Select(happened => happened.Sequence), (await cluster.Events("rewatched", all[seen].Sequence)).Select(happened => happened.Sequence));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Watch_WhenTheStudyEndsWhileAnEventIsOnItsWay_StillGivesTheEnd(int taken)
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification($"ending-{taken}"));
        await devices.Progress(devices.Key(0), ManualDevices.New());
        await using IAsyncEnumerator<StudyEvent> watching =
            devices.Study.Watch(0, TestContext.Current.CancellationToken).WithBatchSize(1).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        for (int i = 0; i < taken; i++)
        {
            Assert.True(await watching.MoveNextAsync().Reached($"event {i}"));
        }

        await devices.Study.Cancel("enough").Reached("the cancelling");
        List<StudyEventKind> rest = [];
        while (await watching.MoveNextAsync().Reached("the end of the events"))
        {
            rest.Add(watching.Current.Kind);
        }

        Assert.Contains(StudyEventKind.Ended, rest);
    }

    [Fact]
    public async Task GetStatus_OfAnUnknownStudy_SaysNone()
    {
        StudyStatus status = await cluster.Study("unknown").GetStatus().Reached("the status");

        Assert.Equal((StudyState.None, "unknown", 0), (status.State, status.Name, status.OuterSteps));
        Assert.Null(await cluster.Study("unknown").GetResult().Reached("the result"));
        Assert.Empty(await cluster.Events("unknown"));
        Assert.Equal(StudyState.None, (await cluster.Study("unknown").Cancel("no reason").Reached("the cancelling")).State);
    }

    private async Task RunOneStep(string name)
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification(name, steps: 1, retrainings: 0));
        await devices.Run(devices.Key(0), TestStudies.Gradient(1, 1, -1));
        await devices.Run(devices.Key(1), outcome: Contracts.Devices.RunOutcome.Diverged, reason: "not finite");
    }
}
