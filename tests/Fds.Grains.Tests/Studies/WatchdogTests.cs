using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class WatchdogTests
{
    [Fact]
    public void CountReturn_OfWorkThatDoesNotGetOn_SaysWhyAtTheLimit()
    {
        WorkItem item = Item();
        for (int i = 1; i < Watchdog.MostReturns; i++)
        {
            Assert.Null(Watchdog.CountReturn(item, "replica 0", "its silo is gone"));
        }

        Assert.Equal("replica 0 was queued again 10 times in a row without progress beyond inner step 0; the last reason: its silo is gone", Watchdog.CountReturn(item, "replica 0", "its silo is gone"));
    }

    [Fact]
    public void CountReturn_OfWorkThatGoesOnFromLaterCheckpoints_NeverEnds()
    {
        WorkItem item = Item();
        for (int step = 1; step < 100; step++)
        {
            Assert.True(item.GoesOnFrom(step));
            Assert.Null(Watchdog.CountReturn(item, "replica 0", "preempted"));
        }

        Assert.False(item.GoesOnFrom(99));
        Assert.Equal(1, item.Returns);
    }

    [Fact]
    public void OfTrials_EndsASearchOfWhichTooManyInARowFailed()
    {
        StudyRecord state = new() { Phase = StudyPhase.Search, Trials = [Trial(ReplicaState.Completed), .. Enumerable.Repeat(Trial(ReplicaState.Failed), Watchdog.MostFailedTrials - 1)] };
        Assert.Null(Watchdog.OfTrials(state));

        state.Trials.Add(Trial(ReplicaState.Failed));
        Assert.Equal("10 trials in a row failed; the last one: no device", Watchdog.OfTrials(state));

        state.Trials.Add(Trial(ReplicaState.Diverged));
        Assert.Null(Watchdog.OfTrials(state));
    }

    private static WorkItem Item() => new() { Key = new() { Study = "study", Kind = WorkKind.Hypergradient, OuterStep = 0, Replica = 0 } };

    private static TrialRecord Trial(ReplicaState state) => new()
    {
        Number = 0,
        State = state,
        Values = [],
        Share = 1,
        Reason = "no device",
    };
}
