using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>A study that is told things late, twice, in any order, by runs that do not count.</summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class StudyFenceTests(StudyCluster cluster)
{
    [Fact]
    public async Task Finished_InAnyOrderOfArrival_IsAveragedInTheOrderOfTheReplicas()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("order", steps: 1, seeds: 3, retrainings: 0));
        double[] values = [1e16, 1, -1e16];
        foreach (int replica in (int[])[2, 0, 1])
        {
            Assert.Equal(Verdict.Accepted, await devices.Run(devices.Key(replica), [values[replica], 1, 1]));
        }

        // In the order of arrival the sum would be 1: (−1e16 + 1e16) + 1.
        Assert.Equal(0.0, (await devices.Status()).LastStep[0].Hypergradient);
    }

    [Fact]
    public async Task Progress_OfAnotherRunOrAttempt_IsAnsweredAbandon()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("strangers", steps: 1));
        Fence bound = ManualDevices.New();
        Assert.Equal(Verdict.Continue, await devices.Progress(devices.Key(0), bound));

        Assert.Equal(Verdict.Continue, await devices.Progress(devices.Key(0), bound));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), ManualDevices.New()));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), bound with { Attempt = 2 }));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0, outerStep: 1), ManualDevices.New()));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(2), ManualDevices.New()));
        Assert.Equal([ReplicaState.Running, ReplicaState.Waiting], (await devices.Status()).Replicas.Select(replica => replica.State));
    }

    [Fact]
    public async Task Finished_OfAnotherRunOrAnOldAttempt_IsAnsweredAbandonAndNotCounted()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("late", steps: 1, retrainings: 0));
        Fence first = ManualDevices.New();
        await devices.Progress(devices.Key(0), first);
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), ManualDevices.New(), hypergradient: [9, 9, 9]));
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), first, RunOutcome.Preempted, reason: "drained"));

        // The first attempt comes back from the dead.
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), first));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), first, hypergradient: [9, 9, 9]));
        StudyStatus status = await devices.Status();
        Assert.Equal((ReplicaState.Waiting, 2), (status.Replicas[0].State, status.Replicas[0].Attempt));
        Assert.Matches("^preempted: drained; no device of pool cuda, waiting [0-9]+s$", status.Replicas[0].Reason);
        Assert.Equal(10, status.GradientSteps);

        await devices.Run(devices.Key(0), [3, 1, 1]);
        await devices.Run(devices.Key(1), [1, 1, 1]);
        Assert.Equal(2.0, (await devices.Status()).LastStep[0].Hypergradient);
    }

    [Fact]
    public async Task Finished_WhenRepeated_IsADuplicateAndCountsOnce()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("repeated", steps: 2));
        Fence fence = ManualDevices.New();
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), fence));
        Assert.Equal(Verdict.Duplicate, await devices.Finish(devices.Key(0), fence));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), fence));
        Assert.Equal(10, (await devices.Status()).GradientSteps);

        // Once the step is over, nobody waits for it any more.
        await devices.Run(devices.Key(1));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), fence));
        StudyStatus status = await devices.Status();
        Assert.Equal((1, 20.0), (status.OuterStep, status.GradientSteps));
    }

    [Fact]
    public async Task Cancel_FencesWhatRunsAndEmptiesTheQueue()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("cancelled", steps: 3));
        await devices.Run(devices.Key(0));
        await devices.Run(devices.Key(1));
        Fence running = ManualDevices.New();
        await devices.Progress(devices.Key(0, outerStep: 1), running);
        Assert.NotEmpty(await cluster.Queued("cancelled"));
        StudyStatus status = await devices.Study.Cancel("enough").Reached("the cancelling");

        Assert.Equal((StudyState.Cancelled, "enough"), (status.State, status.Reason));
        Assert.All(status.Replicas, replica => Assert.Equal(2, replica.Attempt));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0, outerStep: 1), running));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0, outerStep: 1), running));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0, outerStep: 1), running with { Attempt = 2 }));
        Assert.Empty(await cluster.Queued("cancelled"));
        Assert.Equal((1, 20.0), ((await devices.Status()).OuterStep, (await devices.Status()).GradientSteps));

        // It has ended: another reason changes nothing.
        Assert.Equal("enough", (await devices.Study.Cancel("again").Reached("the second cancelling")).Reason);
    }

    [Fact]
    public async Task Cancel_WhileRunsAreOnDevices_PaysForThemAsFarAsTheyCame()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("cancelled-midway", steps: 3));
        await devices.Run(devices.Key(0));
        await devices.Progress(devices.Key(1), ManualDevices.New(), spent: 7, seconds: 2);
        StudyStatus status = await devices.Study.Cancel("enough").Reached("the cancelling");

        Assert.Equal((17.0, 17.0, 2.0), (status.GradientSteps, status.Learning.GradientSteps, status.Learning.DeviceSeconds));
    }

    [Fact]
    public async Task Cancel_WhileItRetrains_PaysForThatApartFromLearning()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("cancelled-late", steps: 1, seeds: 1));
        await devices.Run(devices.Key(0));
        await devices.Progress(devices.Key(0, kind: WorkKind.RetrainBest), ManualDevices.New(), spent: 7);
        StudyStatus status = await devices.Study.Cancel("enough").Reached("the cancelling");

        Assert.Equal((17.0, 10.0), (status.GradientSteps, status.Learning.GradientSteps));
    }

    [Fact]
    public async Task Finished_OfARunThatFaults_IsPaidForOnceHoweverItGoesOn()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("faulted", steps: 1, seeds: 2, retrainings: 0));
        await devices.Finish(devices.Key(0), ManualDevices.New(), RunOutcome.Faulted, cost: 6);
        Assert.Equal(6, (await devices.Status()).GradientSteps);

        // Taken up from a checkpoint, preempted before it left another, and taken up again: what is before the fault is paid for.
        await devices.Finish(devices.Key(0), ManualDevices.New(2), RunOutcome.Preempted, cost: 0, firstSpent: 4);
        await devices.Finish(devices.Key(0), ManualDevices.New(3), cost: 10, firstSpent: 4);
        Assert.Equal(12, (await devices.Status()).GradientSteps);

        // What a run that was preempted left is paid for by the one that goes on from it.
        await devices.Finish(devices.Key(1), ManualDevices.New(), RunOutcome.Preempted, cost: 0);
        await devices.Finish(devices.Key(1), ManualDevices.New(2), cost: 10, firstSpent: 8);
        StudyStatus status = await devices.Status();
        Assert.Equal((StudyState.Succeeded, 22.0, 22.0), (status.State, status.GradientSteps, status.Learning.GradientSteps));
    }

    /// <summary>Of 20 each, 6 are gone: what takes 15 cannot be begun again.</summary>
    [Fact]
    public async Task Order_AfterAFault_MayCostWhatIsLeft()
    {
        StudySpecification study = TestStudies.Specification("limited-again", steps: 1, seeds: 2, retrainings: 0) with { Budget = new() { GradientSteps = 40 } };
        List<(int Replica, double Limit)> limits = [];
        await cluster.RunToItsEnd(study, (order, _) =>
        {
            lock (limits)
            {
                limits.Add((order.Key.Replica, order.CostLimit!.Value));
            }

            return order is { Key.Replica: 0, Attempt: 1 } ? new(RunOutcome.Faulted, "out of memory") { GradientSteps = 6 } : ScriptedRunner.Completed(order);
        });

        Assert.Equal([(0, 14), (0, 20), (1, 20)], limits.Order());
    }

    [Fact]
    public async Task Submit_WithAParallelism_QueuesNoMoreThanThat()
    {
        StudySpecification study = TestStudies.Specification("few", steps: 1, seeds: 4) with { Resources = new() { Parallelism = 2 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        Assert.Equal([0, 1], await cluster.Queued("few"));

        Fence zero = ManualDevices.New();
        await devices.Progress(devices.Key(0), zero);
        await devices.Progress(devices.Key(1), ManualDevices.New());
        Assert.Equal([0, 1], await cluster.Queued("few"));
        await devices.Finish(devices.Key(0), zero);
        Assert.Equal([0, 1, 2], await cluster.Queued("few"));
    }

    [Fact]
    public async Task Study_WhenItsActivationIsLost_GoesOnWithTheRunsItHadBound()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("moved", steps: 1, retrainings: 0));
        Fence bound = ManualDevices.New();
        await devices.Progress(devices.Key(0), bound);
        await devices.Run(devices.Key(1), [3, 1, 1]);
        long before = (await devices.Status()).Sequence;
        await cluster.Deactivate("moved");

        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), ManualDevices.New()));
        Assert.Equal(Verdict.Continue, await devices.Progress(devices.Key(0), bound));
        Assert.Equal((1L, 2L), (before >> 32, (await devices.Status()).Sequence >> 32));
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), bound, hypergradient: [1, 1, 1]));

        StudyStatus status = await devices.Status();
        Assert.Equal((StudyState.Succeeded, 2.0), (status.State, status.LastStep[0].Hypergradient));
        List<StudyEvent> events = await cluster.Events("moved");
        Assert.Single(events, happened => happened.Kind == StudyEventKind.Activated);
        Assert.Equal(events.Select(happened => happened.Sequence).Distinct().Order(), events.Select(happened => happened.Sequence));
    }

    [Fact]
    public async Task GetStatus_WhileRetraining_EstimatesOnlyWhatIsLeftOfIt()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("estimate", steps: 1, seeds: 1));
        await devices.Run(devices.Key(0));

        // Two retrainings of 8 steps are ahead; the first one costs as much as both were thought to.
        await devices.Finish(devices.Key(0, kind: WorkKind.RetrainLearned), ManualDevices.New(), hypergradient: [], cost: 16);

        Assert.Equal(TimeSpan.Zero, (await devices.Status()).EstimatedRemaining);
    }

    [Fact]
    public async Task Submit_WhenTheNameIsTaken_ResumesTheSameStudyAndRefusesAnother()
    {
        StudySpecification study = TestStudies.Specification("taken", device: "cuda");
        ManualDevices devices = await cluster.SubmitManually(study);

        Assert.Equal(SubmitOutcome.Resumed, (await devices.Study.Submit(TestStudies.Submission(study)).Reached("the same file")).Outcome);
        Assert.Equal(SubmitOutcome.Resumed, (await devices.Study.Submit(TestStudies.Submission(study) with { File = "the same in other words" }).Reached("another file")).Outcome);
        StudySubmission another = TestStudies.Submission(study with { Outer = study.Outer with { Steps = study.Outer.Steps + 1 } });
        Assert.Equal(SubmitOutcome.Conflict, (await devices.Study.Submit(another with { File = "another" }).Reached("another study")).Outcome);
    }
}
