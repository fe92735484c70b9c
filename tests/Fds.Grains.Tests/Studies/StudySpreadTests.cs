using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Quorums, shares of columns, why work waits, and leaving memory.</summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class StudySpreadTests(StudyCluster cluster)
{
    [Fact]
    public async Task Step_WithItsQuorumAndNoGrace_GoesOnAndRecordsTheLateReportWithoutCountingIt()
    {
        ManualDevices devices = await cluster.SubmitManually(Quorum("quorum", TimeSpan.Zero));
        Fence straggler = ManualDevices.New();
        await devices.Progress(devices.Key(1), straggler);
        await devices.Run(devices.Key(2), [-1e16, 1, 1]);
        await devices.Run(devices.Key(0), [3e16, 1, 1]);

        StudyStatus status = await devices.Status();
        Assert.Equal((1, 1e16), (status.OuterStep, status.LastStep[0].Hypergradient!.Value));
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(1), straggler));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(1), ManualDevices.New(), hypergradient: [9, 9, 9]));
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(1), straggler, hypergradient: [9, 9, 9]));
        Assert.Equal(Verdict.Duplicate, await devices.Finish(devices.Key(1), straggler, hypergradient: [9, 9, 9]));

        status = await devices.Status();
        Assert.Equal((1, 1e16, 30.0, 30.0), (status.OuterStep, status.LastStep[0].Hypergradient!.Value, status.GradientSteps, status.Learning.GradientSteps));
        await devices.Study.Cancel("seen enough").Reached("the cancelling");
        List<StudyEvent> events = await cluster.Events("quorum");
        Assert.Equal("outer step 1, replica 1 is left out (Late): no report within 0 s after the quorum of 2", Assert.Single(events, happened => happened.Kind == StudyEventKind.ReplicaLeftOut).Message);
        Assert.Single(events, happened => happened.Message.StartsWith("outer step 1, replica 1 reported late: Completed", StringComparison.Ordinal));
        Assert.Contains("2 of 3 replicas", Assert.Single(events, happened => happened.Kind == StudyEventKind.OuterStepCompleted).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Study_WithoutAQuorum_WaitsForEveryReplica()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("patient", steps: 2, seeds: 3) with { Seeds = new() { Count = 3, Grace = TimeSpan.Zero } });
        await devices.Run(devices.Key(0));
        await devices.Run(devices.Key(1));

        Assert.Equal(0, (await devices.Status()).OuterStep);
    }

    [Fact]
    public async Task Study_WithColumnShards_JoinsTheSharesAndAddsTheirCost()
    {
        StudyStatus status = await cluster.RunToItsEnd(Shards("shares"), (order, _) => Share(order));

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([1.5, -1.0, 1.0], status.LastStep.Select(reading => reading.Hypergradient!.Value));

        // Two replicas of two shares, at 10 each.
        Assert.Equal(40, status.GradientSteps);
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1)], status.Replicas.Select(replica => (replica.Key.Replica, replica.Key.Shard)));
    }

    [Fact]
    public async Task Study_WhenOneShareIsNoUse_LeavesItsReplicaOut()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            Shards("broken-share"), (order, _) => order.Key is { Replica: 0, Shard: 1 } ? new(RunOutcome.Diverged, "too far") : Share(order));

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([2.0, -1.0, 1.0], status.LastStep.Select(reading => reading.Hypergradient!.Value));
        Assert.Contains(await cluster.Events("broken-share"), happened => happened.Message == "outer step 1, replica 0, share 2 of 2 is left out (Diverged): too far");
    }

    [Fact]
    public async Task GetStatus_OfWaitingWork_SaysWhyAndForHowLong()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("nowhere"));
        StudyStatus status = await devices.Status();

        Assert.Matches("^no device of pool cuda, waiting [0-9]+s$", status.Reason);
        Assert.All(status.Replicas, replica => Assert.Matches("^no device of pool cuda, waiting [0-9]+s$", replica.Reason));
    }

    [Fact]
    public async Task GetStatus_WhileEverySlotIsBusy_CountsWhatIsAhead()
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StudySpecification first = TestStudies.Specification("occupant", steps: 1, seeds: 5, retrainings: 0);
        StudySpecification second = TestStudies.Specification("newcomer", steps: 1, seeds: 2, retrainings: 0);
        Func<WorkOrder, CancellationToken, WorkResult> held = (order, stopping) =>
        {
            end.Task.Wait(stopping);
            return ScriptedRunner.Completed(order);
        };
        cluster.Runner.Script(first.Name, held);
        cluster.Runner.Script(second.Name, held);
        IStudyGrain occupant = await cluster.Submit(first);
        await StudyCluster.Until(async () => (await occupant.GetStatus()).Replicas.Count(replica => replica.State == ReplicaState.Running) == 4, "four runs");
        IStudyGrain newcomer = await cluster.Submit(second);
        StudyStatus status = await newcomer.GetStatus().Reached("the newcomer's status");
        try
        {
            // The occupant runs four already, but its fifth order had its turn given before: order of turns, then fewest runs.
            Assert.Matches("^no free cpu slot: 4 busy, [01] orders ahead, waiting [0-9]+s$", status.Replicas[0].Reason);
            Assert.Matches("^no free cpu slot: 4 busy, [12] orders ahead, waiting [0-9]+s$", status.Replicas[1].Reason);
        }
        finally
        {
            end.SetResult();
        }

        await cluster.Events(first.Name);
        await cluster.Events(second.Name);
    }

    [Fact]
    public async Task GetStatus_OfWorkHeldBackByItsOwnLimit_SaysSo()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("limited", seeds: 2) with { Resources = new() { Parallelism = 1 } });

        StudyStatus status = await devices.Status();
        Assert.StartsWith("no device of pool cuda", status.Replicas[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith("held back by resources.parallelism, 1 at once", status.Replicas[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Study_OnceEndedAndNotAskedForAWhile_LeavesMemoryAndComesBackAsItWas()
    {
        StudyStatus ended = await cluster.RunToItsEnd(TestStudies.Specification("forgotten", steps: 1, retrainings: 0), (order, _) => ScriptedRunner.Completed(order));
        ManualDevices running = await cluster.SubmitManually(TestStudies.Specification("remembered"));
        await StudyCluster.Until(async () => !await cluster.IsActive("forgotten"), "the ended study leaves memory");

        Assert.True(await cluster.IsActive("remembered"));
        StudyStatus back = await cluster.Study("forgotten").GetStatus().Reached("the status of the ended study");
        Assert.Equal((ended.State, ended.Sequence, ended.GradientSteps), (back.State, back.Sequence, back.GradientSteps));
        await running.Study.Cancel("seen enough").Reached("the cancelling");
    }

    private static StudySpecification Quorum(string name, TimeSpan grace) =>
        TestStudies.Specification(name, steps: 3) with { Seeds = new() { Count = 3, Quorum = 2, Grace = grace } };

    /// <summary>Three columns in groups of one, over two shares.</summary>
    private static StudySpecification Shards(string name)
    {
        StudySpecification study = TestStudies.Specification(name, steps: 1, seeds: 2, retrainings: 0);
        return study with { Inner = study.Inner with { Chunk = 1 }, Resources = study.Resources with { ColumnShards = 2 } };
    }

    private static WorkResult Share(WorkOrder order)
    {
        WorkResult whole = ScriptedRunner.Completed(order);
        int[] columns = order.Key.Shard == 0 ? [0, 2] : [1];
        return whole with { Hypergradient = [.. columns.Select(column => whole.Hypergradient[column])], Columns = [.. columns] };
    }
}
