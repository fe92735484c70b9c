using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Pausing, resuming, extending and deleting, by a study whose devices the test speaks for or whose runs follow a script.</summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class StudyVerbTests(StudyCluster cluster)
{
    [Fact]
    public async Task Pause_WhileRunsAreOnDevices_PreemptsThemAndStartsNothing()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("held", steps: 1, seeds: 3, retrainings: 0));
        Fence running = ManualDevices.New();
        Assert.Equal(Verdict.Continue, await devices.Progress(devices.Key(0), running));

        VerbReply reply = await devices.Study.Pause("lunch");
        Assert.Equal((VerbOutcome.Done, StudyState.Paused), (reply.Outcome, reply.Status.State));
        Assert.Equal("lunch; 1 run stops at the next step boundary", reply.Status.Reason);
        Assert.Empty(await cluster.Queued("held"));
        Assert.Equal(Verdict.Preempt, await devices.Progress(devices.Key(0), running));

        // One that was on its way is sent home without having begun.
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(1), ManualDevices.New()));
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), running, RunOutcome.Preempted, reason: "the study is paused"));
        StudyStatus paused = await devices.Status();
        Assert.Equal("lunch", paused.Reason);
        Assert.Equal([(ReplicaState.Waiting, 2), (ReplicaState.Waiting, 1), (ReplicaState.Waiting, 1)], paused.Replicas.Select(replica => (replica.State, replica.Attempt)));
        Assert.Equal("waits for its study to be resumed", paused.Replicas[1].Reason);
        Assert.Empty(await cluster.Queued("held"));
        Assert.Equal((VerbOutcome.Unchanged, "held is already paused"), Told(await devices.Study.Pause("again")));

        Assert.Equal((VerbOutcome.Done, "held continues"), Told(await devices.Study.Resume()));
        Assert.Equal([0, 1, 2], (await cluster.Queued("held")).Order());
        Assert.Equal((VerbOutcome.Unchanged, "held is already running"), Told(await devices.Study.Resume()));
        foreach (int replica in (int[])[0, 1, 2])
        {
            await devices.Run(devices.Key(replica));
        }

        Assert.Equal((StudyState.Succeeded, null), (await devices.Status()) is var end ? (end.State, end.Reason) : default);
    }

    [Fact]
    public async Task Finished_WhilePaused_CountsAndTheNextStepWaits()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("counted", steps: 2, seeds: 1, retrainings: 0));
        Fence running = ManualDevices.New();
        await devices.Progress(devices.Key(0), running);
        await devices.Study.Pause("now");
        Assert.Equal(Verdict.Accepted, await devices.Finish(devices.Key(0), running));

        StudyStatus status = await devices.Status();
        Assert.Equal((StudyState.Paused, 1, ReplicaState.Waiting), (status.State, status.OuterStep, Assert.Single(status.Replicas).State));
        Assert.Empty(await cluster.Queued("counted"));
        await devices.Study.Resume();
        await devices.Run(devices.Key(0, outerStep: 1));
        Assert.Equal(StudyState.Succeeded, (await devices.Status()).State);
    }

    [Fact]
    public async Task Study_PausedWhenItsCoordinatorMoves_StaysPausedAndCountsEventsOn()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("moved-at-rest", steps: 1, seeds: 1, retrainings: 0));
        await devices.Study.Pause("now");
        await cluster.Deactivate("moved-at-rest");

        Assert.Equal((StudyState.Paused, "now"), (await devices.Status()) is var status ? (status.State, status.Reason) : default);
        await devices.Study.Resume();
        await devices.Run(devices.Key(0));
        List<StudyEvent> events = await cluster.Events("moved-at-rest");
        Assert.Equal([StudyEventKind.Submitted, StudyEventKind.Paused, StudyEventKind.Resumed], events.Take(3).Select(happened => happened.Kind));
        Assert.Equal(events.Select(happened => happened.Sequence).Distinct().Order(), events.Select(happened => happened.Sequence));
        Assert.True(events[2].Sequence >> 32 > events[1].Sequence >> 32, "The new activation's events have numbers of their own.");
    }

    [Fact]
    public async Task Cancel_OfAPausedStudy_EndsIt()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("given-up", steps: 1));
        await devices.Study.Pause("now");
        StudyStatus status = await devices.Study.Cancel("for good");

        Assert.Equal((StudyState.Cancelled, "for good"), (status.State, status.Reason));
        Assert.Equal((VerbOutcome.Refused, "given-up has ended (Cancelled): there is nothing to pause"), Told(await devices.Study.Pause("again")));
        Assert.Equal((VerbOutcome.Refused, "given-up has ended (Cancelled): 'fds extend given-up' with higher limits continues it"), Told(await devices.Study.Resume()));
    }

    [Fact]
    public async Task Verbs_WhereThereIsNoStudy_SaySo()
    {
        IStudyGrain study = cluster.Study("nobody");
        Assert.Equal((VerbOutcome.Refused, "there is no study named 'nobody'"), Told(await study.Pause("now")));
        Assert.Equal((VerbOutcome.Refused, "there is no study named 'nobody'"), Told(await study.Resume()));
        Assert.Equal((VerbOutcome.Refused, "there is no study named 'nobody'"), Told(await study.Extend(new() { OuterSteps = 5 })));
        Assert.Equal((VerbOutcome.Unchanged, "there is no study named 'nobody'"), Told(await study.Delete(force: true)));
    }

    [Fact]
    public async Task Progress_OfARunThatWentOnFromACheckpoint_IsTold()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("restored", steps: 1, seeds: 1, retrainings: 0));
        Fence fence = ManualDevices.New();
        await devices.Progress(devices.Key(0), fence);
        await devices.Progress(devices.Key(0), fence, innerStep: 6, firstInnerStep: 5);
        await devices.Progress(devices.Key(0), fence, innerStep: 7, firstInnerStep: 5);

        ReplicaStatus replica = Assert.Single((await devices.Status()).Replicas);
        Assert.Equal((7, 5), (replica.InnerStep, replica.FirstInnerStep));
        await devices.Finish(devices.Key(0), fence);
        StudyEvent told = Assert.Single(await cluster.Events("restored"), happened => happened.Kind == StudyEventKind.Restored);
        Assert.Equal("outer step 1, replica 0 continues from its checkpoint at inner step 5, attempt 1 on elsewhere/0", told.Message);
    }

    [Fact]
    public async Task Extend_OfAFinishedStudy_EndsAsIfItHadBeenThatLongFromTheStart()
    {
        StudyStatus whole = await cluster.RunToItsEnd(TestStudies.Specification("long", steps: 5), (order, _) => ScriptedRunner.Completed(order));
        StudyStatus part = await cluster.RunToItsEnd(TestStudies.Specification("short", steps: 2), (order, _) => ScriptedRunner.Completed(order));
        Assert.Equal((StudyState.Succeeded, 2), (part.State, part.OuterStep));

        VerbReply reply = await cluster.Study("short").Extend(new() { OuterSteps = 5 });
        Assert.Equal((VerbOutcome.Done, "short is extended (5 outer steps)"), Told(reply));
        await cluster.Events("short", after: part.Sequence);
        StudyStatus extended = await cluster.Study("short").GetStatus();

        Assert.Equal((StudyState.Succeeded, 5, 5), (extended.State, extended.OuterStep, extended.OuterSteps));
        Assert.Equal(whole.Hyperparameters, extended.Hyperparameters);
        Assert.Equal(whole.LastStep, extended.LastStep);
        Assert.Equal((whole.BestOuterStep, whole.TestAccuracy), (extended.BestOuterStep, extended.TestAccuracy));
        Assert.Equal(whole.Replicas.Select(run => (run.Key.Kind, run.Key.Replica, run.State)), extended.Replicas.Select(run => (run.Key.Kind, run.Key.Replica, run.State)));
        Assert.Equal((VerbOutcome.Unchanged, "short already has these limits (5 outer steps)"), Told(await cluster.Study("short").Extend(new() { OuterSteps = 5 })));
        Assert.Equal(
            (VerbOutcome.Refused, "--outer-steps: found 4; expected the total number of outer steps, from 5, the limit of short now, to 10000"), Told(await cluster.Study("short").Extend(new() { OuterSteps = 4 })));
    }

    [Fact]
    public async Task Extend_WhileItRetrains_GoesBackToTheOuterLoop()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("back", steps: 1, seeds: 1));
        await devices.Run(devices.Key(0));
        WorkKey retraining = devices.Key(0, kind: WorkKind.RetrainLearned);
        Fence old = ManualDevices.New();
        Assert.Equal(Verdict.Continue, await devices.Progress(retraining, old));

        await devices.Study.Extend(new() { OuterSteps = 2 });
        Assert.Equal(Verdict.Abandon, await devices.Finish(retraining, old));
        StudyStatus status = await devices.Status();
        Assert.Equal((StudyState.Running, StudyPhase.OuterLoop, 1, 2), (status.State, status.Phase, status.OuterStep, status.OuterSteps));
        await devices.Run(devices.Key(0, outerStep: 1));
        Assert.Equal(StudyPhase.Retraining, (await devices.Status()).Phase);
    }

    [Fact]
    public async Task Extend_WhileItRetrains_CountsNothingOfTheScheduleBefore()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("schedule-before", steps: 1, seeds: 1));
        await devices.Run(devices.Key(0));
        WorkKey retraining = devices.Key(0, kind: WorkKind.RetrainLearned);
        Fence old = ManualDevices.New(incarnation: await Incarnation("schedule-before"));
        Assert.Equal(Verdict.Continue, await devices.Progress(retraining, old));
        await devices.Study.Extend(new() { OuterSteps = 2 });
        await devices.Run(devices.Key(0, outerStep: 1));

        // The run with the schedule of outer step 1 has not heard of any of that: the piece of work is of the same name and attempt.
        Assert.Equal(Verdict.Abandon, await devices.Finish(retraining, old));
        Assert.Equal(Verdict.Accepted, await devices.Finish(retraining, ManualDevices.New(incarnation: await Incarnation("schedule-before"))));
    }

    [Fact]
    public async Task Extend_OfABudget_LetsAStudyThatUsedItUpGoOn()
    {
        StudySpecification study = TestStudies.Specification("poor", steps: 3, seeds: 2, retrainings: 0) with { Budget = new() { GradientSteps = 15 } };
        StudyStatus poor = await cluster.RunToItsEnd(study, (order, _) => ScriptedRunner.Completed(order));
        Assert.Equal((StudyState.Succeeded, 1), (poor.State, poor.OuterStep));

        IStudyGrain grain = cluster.Study("poor");
        Assert.Equal((VerbOutcome.Refused, "--wall-clock: found 01:00:00; poor has no time limit"), Told(await grain.Extend(new() { WallClock = TimeSpan.FromHours(1) })));
        Assert.Equal((VerbOutcome.Refused, "--gradient-steps: found 14; expected the total of gradient steps, at least 15, the limit of poor now"), Told(await grain.Extend(new() { GradientSteps = 14 })));
        Assert.Equal((VerbOutcome.Refused, "the budget of 20 gradient steps is used up: raise that limit as well"), Told(await grain.Extend(new() { GradientSteps = 20, OuterSteps = 4 })));
        Assert.Equal((VerbOutcome.Done, "poor is extended (3 outer steps, 1000 gradient steps)"), Told(await grain.Extend(new() { GradientSteps = 1000 })));
        await cluster.Events("poor", after: poor.Sequence);
        StudyStatus rich = await grain.GetStatus();
        Assert.Equal((StudyState.Succeeded, 3, null, 60.0), (rich.State, rich.OuterStep, rich.Reason, rich.GradientSteps));
        Assert.Equal((VerbOutcome.Refused, "poor has completed all its 3 outer steps: raise the total with --outer-steps"), Told(await grain.Extend(new() { GradientSteps = 2000 })));
    }

    [Fact]
    public async Task Extend_OfAStudyWhoseFirstReplicaCouldNotBePaidFor_LetsItBegin()
    {
        StudySpecification study = TestStudies.Specification("penniless", steps: 1, seeds: 1, retrainings: 0) with { Budget = new() { GradientSteps = 9 } };
        StudyStatus poor = await cluster.RunToItsEnd(
            study, (order, _) => order.CostLimit < 10 ? new(RunOutcome.Unaffordable, "it takes 10") { Cost = 10 } : ScriptedRunner.Completed(order));
        Assert.Equal((StudyState.Failed, "it takes 10"), (poor.State, poor.Reason));

        Assert.Equal((VerbOutcome.Done, "penniless is extended (1 outer steps, 10 gradient steps)"), Told(await cluster.Study("penniless").Extend(new() { GradientSteps = 10 })));
        await cluster.Events("penniless", after: poor.Sequence);
        StudyStatus rich = await cluster.Study("penniless").GetStatus();
        Assert.Equal((StudyState.Succeeded, 1, 10.0), (rich.State, rich.OuterStep, rich.GradientSteps));
    }

    [Fact]
    public async Task Extend_OfABudget_RaisesTheLimitsOfWhatHasNotBegun()
    {
        TaskCompletionSource raised = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StudySpecification study = TestStudies.Specification("raised-limits", steps: 1, seeds: 5, retrainings: 0) with { Budget = new() { GradientSteps = 50 }, Resources = new() { Device = "cpu", Parallelism = 1 } };
        System.Collections.Concurrent.ConcurrentQueue<double?> limits = [];
        cluster.Runner.Script(study.Name, (order, stopping) =>
        {
            limits.Enqueue(order.CostLimit);
            raised.Task.Wait(stopping);
            return ScriptedRunner.Completed(order);
        });
        IStudyGrain grain = await cluster.Submit(study);
        await StudyCluster.Until(async () => (await grain.GetStatus()).Replicas.Any(replica => replica.State == ReplicaState.Running), "a replica runs");
        await grain.Extend(new() { GradientSteps = 60 }).Reached("more budget");
        raised.SetResult();
        await cluster.Events(study.Name);

        Assert.Equal([10, 12, 12, 12, 12], limits.AsEnumerable());
        Assert.Equal(StudyState.Succeeded, (await grain.GetStatus()).State);
    }

    [Fact]
    public async Task Extend_OfAStudyThatFailed_IsRefusedWithTheReason()
    {
        await cluster.RunToItsEnd(TestStudies.Specification("wild", steps: 1, seeds: 1), (_, _) => new(RunOutcome.Diverged, "not finite"));
        VerbReply reply = await cluster.Study("wild").Extend(new() { OuterSteps = 9 });

        Assert.Equal(VerbOutcome.Refused, reply.Outcome);
        Assert.Contains("wild failed (no replica of outer step 1", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_OfAStudy_LeavesNothingOfIt()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("gone", steps: 1, seeds: 1));
        Fence running = ManualDevices.New();
        await devices.Progress(devices.Key(0), running);
        string checkpoint = Path.Combine(cluster.Checkpoints, devices.Key(0).ToString(), "0000000001.checkpoint");
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        await File.WriteAllTextAsync(checkpoint, "anything", TestContext.Current.CancellationToken);
        Task<List<StudyEvent>> watching = cluster.Events("gone");

        Assert.Equal((VerbOutcome.Refused, "gone is running: pause or cancel it first, or use --force"), Told(await devices.Study.Delete(force: false)));
        Assert.Equal((VerbOutcome.Done, "gone is deleted"), Told(await devices.Study.Delete(force: true)));
        Assert.Equal("gone was deleted", (await watching)[^1].Message);
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), running));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), running));
        Assert.Equal(StudyState.None, (await devices.Status()).State);
        Assert.Null(await devices.Study.GetResult());
        Assert.Empty(await cluster.Queued("gone"));
        StudyPage page = await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(null, 1000);
        Assert.DoesNotContain(page.Studies, study => study.Name == "gone");
        await Poll(() => !Directory.Exists(Path.Combine(cluster.Checkpoints, "gone")), "the checkpoints are removed");
        Assert.Equal(VerbOutcome.Unchanged, (await devices.Study.Delete(force: false)).Outcome);

        // The name is free again.
        StudyStatus again = await cluster.RunToItsEnd(TestStudies.Specification("gone", steps: 2, seeds: 1), (order, _) => ScriptedRunner.Completed(order));
        Assert.Equal((StudyState.Succeeded, 2), (again.State, again.OuterStep));
    }

    /// <summary>A device that slept through it all speaks under the work and attempt that the new study waits for, too.</summary>
    [Fact]
    public async Task Progress_OfARunOfADeletedStudy_DoesNotCountForTheNextOfItsName()
    {
        TaskCompletionSource<Guid> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        StudySpecification study = TestStudies.Specification("twice-named", steps: 1, seeds: 1, retrainings: 0);
        cluster.Runner.Script(study.Name, (order, _) =>
        {
            first.TrySetResult(order.Incarnation);
            return ScriptedRunner.Completed(order);
        });
        await cluster.Submit(study);
        await cluster.Events(study.Name);
        Guid deleted = await first.Task.Reached("the first study runs");
        Assert.NotEqual(Guid.Empty, deleted);
        await cluster.Study(study.Name).Delete(force: true);

        ManualDevices devices = await cluster.SubmitManually(study);
        Assert.Equal(Verdict.Abandon, await devices.Progress(devices.Key(0), ManualDevices.New(incarnation: deleted)));
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), ManualDevices.New(incarnation: deleted)));
        Assert.Equal(ReplicaState.Waiting, Assert.Single((await devices.Status()).Replicas).State);
    }

    [Fact]
    public async Task Population_WhoseBestMemberIsDeleted_GoesOnWithTheNext()
    {
        StudySpecification study = TestStudies.Specification("bereft", steps: 1, retrainings: 0) with { Population = new() { Members = 3 } };
        string[] members = [.. Enumerable.Range(0, 3).Select(member => Population.Name("bereft", member, 0))];
        using ManualResetEventSlim released = new();
        for (int i = 0; i < 3; i++)
        {
            (int member, double accuracy) = (i, 0.9 - (0.1 * i));
            cluster.Runner.Script(members[i], (order, stopping) =>
            {
                if (member == 2)
                {
                    released.Wait(stopping);
                }

                return ScriptedRunner.Completed(order) with { Accuracy = accuracy };
            });
        }

        IStudyGrain grain = await cluster.Submit(study);
        await StudyCluster.Until(async () => (await grain.GetStatus()).Members is [{ State: StudyState.Succeeded }, { State: StudyState.Succeeded }, { State: StudyState.Running }], "two have ended");
        Assert.Equal(VerbOutcome.Done, (await cluster.Study(members[0]).Delete(force: false).Reached("the deletion")).Outcome);
        Assert.Equal(VerbOutcome.Done, (await cluster.Study(members[2]).Delete(force: true).Reached("the deletion")).Outcome);
        released.Set();
        await cluster.Events("bereft");

        StudyStatus status = await grain.GetStatus().Reached("the status");
        Assert.Equal((StudyState.Succeeded, 0.8), (status.State, status.BestValidationAccuracy));
        Assert.Equal(StudyState.None, (await cluster.Study(members[2]).GetStatus().Reached("its status")).State);
    }

    [Fact]
    public async Task Verbs_OnAPopulation_ReachItsMembers()
    {
        StudySpecification study = TestStudies.Specification("tribe", steps: 4) with { Population = new() { Members = 2, ReplaceEvery = 2 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        string[] members = [Population.Name("tribe", 0, 0), Population.Name("tribe", 1, 0)];
        await MembersReach(StudyState.Running);

        Assert.Equal(VerbOutcome.Done, (await devices.Study.Pause("lunch").Reached("the pausing")).Outcome);
        await MembersReach(StudyState.Paused);
        Assert.All((await devices.Status()).Members, member => Assert.Equal(StudyState.Paused, member.State));

        Assert.Equal(VerbOutcome.Done, (await devices.Study.Resume().Reached("the resuming")).Outcome);
        await MembersReach(StudyState.Running);

        Assert.Equal(VerbOutcome.Done, (await devices.Study.Delete(force: true).Reached("the deletion")).Outcome);
        await MembersReach(StudyState.None);
        Assert.DoesNotContain((await cluster.Listed()).Studies, line => line.Name.StartsWith("tribe", StringComparison.Ordinal));

        Task MembersReach(StudyState state) => StudyCluster.Until(
            async () => (await Task.WhenAll(members.Select(member => cluster.Study(member).GetStatus()))).All(status => status.State == state), $"both members are {state}");
    }

    [Fact]
    public async Task Checkpoints_OfAStepThatIsOver_AreRemoved()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("tidy", steps: 2, seeds: 1, retrainings: 0));
        string over = Path.Combine(cluster.Checkpoints, devices.Key(0).ToString());
        string next = Path.Combine(cluster.Checkpoints, devices.Key(0, outerStep: 1).ToString());
        Directory.CreateDirectory(over);
        Directory.CreateDirectory(next);
        await devices.Run(devices.Key(0));
        await Poll(() => !Directory.Exists(over), "the first step's checkpoints are removed");
        Assert.True(Directory.Exists(next));

        await devices.Run(devices.Key(0, outerStep: 1));
        await Poll(() => !Directory.Exists(Path.Combine(cluster.Checkpoints, "tidy")), "the study's checkpoints are removed");
    }

    private async Task<Guid> Incarnation(string study) => (await cluster.Stored(study)).State!.Incarnation;

    private static (VerbOutcome, string) Told(VerbReply reply) => (reply.Outcome, reply.Message);

    private static async Task Poll(Func<bool> reached, string what)
    {
        for (int tenth = 0; tenth < 100 && !reached(); tenth++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(reached(), $"Waited 10 s until {what}.");
    }
}
