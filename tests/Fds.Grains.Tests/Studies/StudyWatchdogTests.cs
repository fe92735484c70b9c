using Fds.Contracts.Devices;
using Fds.Contracts.Faults;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>A study that does not get on ends with the reason, and one that does is left alone.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class StudyWatchdogTests(StudyCluster cluster)
{
    [Fact]
    public async Task Study_WhoseReportsCannotBeTakenUp_FailsWithTheReasonAfterThreeTries()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("unsound-report", seeds: 1, retrainings: 0));
        Fence fence = ManualDevices.New();
        int faults = 0;
        await StudyCluster.Until(
            async () =>
            {
                try
                {
                    // A hypergradient of one value, where the study has three windows to learn.
                    await devices.Finish(devices.Key(0), fence, hypergradient: [1]);
                }
                catch (InternalFaultException)
                {
                    faults++;
                }

                return (await devices.Status()).State == StudyState.Failed;
            },
            "the study has failed");

        Assert.Equal(Watchdog.MostFaults, faults);
        Assert.StartsWith("the study could not continue, 3 times in a row: ", (await devices.Status()).Reason, StringComparison.Ordinal);
        Assert.Equal(StudyEventKind.Ended, (await cluster.Events("unsound-report"))[^1].Kind);
        Assert.Equal(Verdict.Abandon, await devices.Finish(devices.Key(0), fence, hypergradient: [1]));
    }

    [Fact]
    public async Task Study_WithOneFaultBetweenResults_GoesOn()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("faults-apart", steps: 5, seeds: 1, retrainings: 0));
        for (int step = 0; step < 4; step++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => devices.Finish(devices.Key(0, step), ManualDevices.New(), hypergradient: [1]));
            await StudyCluster.Until(async () => await devices.Finish(devices.Key(0, step), ManualDevices.New()) == Verdict.Accepted, "the right report is counted");
        }

        Assert.Equal((StudyState.Running, 4), ((await devices.Status()).State, (await devices.Status()).OuterStep));
    }

    [Fact]
    public async Task Work_ThatIsPreemptedAgainAndAgainWithoutGettingOn_EndsItsStudy()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("no-progress", seeds: 2, retrainings: 0));
        for (int attempt = 1; attempt <= Watchdog.MostReturns; attempt++)
        {
            Assert.Equal(StudyState.Running, (await devices.Status()).State);
            await devices.Finish(devices.Key(1), ManualDevices.New(attempt), RunOutcome.Preempted, reason: "the silo is stopping");
        }

        StudyStatus status = await devices.Status();
        Assert.Equal(
            (StudyState.Failed, "outer step 1, replica 1 was queued again 10 times in a row without progress beyond inner step 0; the last reason: preempted: the silo is stopping"),
            (status.State, status.Reason));
    }

    [Fact]
    public async Task Work_ThatGoesOnFromItsCheckpoints_IsNotCounted()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("slow-progress", seeds: 1, retrainings: 0));
        for (int attempt = 1; attempt <= 2 * Watchdog.MostReturns; attempt++)
        {
            Fence fence = ManualDevices.New(attempt);
            await devices.Progress(devices.Key(0), fence, innerStep: attempt, firstInnerStep: attempt - 1);
            await devices.Finish(devices.Key(0), fence, RunOutcome.Preempted, reason: "the silo is stopping");
        }

        Assert.Equal(StudyState.Running, (await devices.Status()).State);
    }

    [Fact]
    public async Task Work_ThatItsUserPausesAgainAndAgain_IsNotCounted()
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification("paused-often", seeds: 1, retrainings: 0));
        for (int attempt = 1; attempt <= 2 * Watchdog.MostReturns; attempt++)
        {
            Fence fence = ManualDevices.New(attempt);
            await devices.Progress(devices.Key(0), fence);
            await devices.Study.Pause("later").Reached("the pause");
            await devices.Finish(devices.Key(0), fence, RunOutcome.Preempted, reason: "the study is paused");
            await devices.Study.Resume().Reached("the resumption");
        }

        Assert.Equal(StudyState.Running, (await devices.Status()).State);
    }

    [Fact]
    public async Task Search_OfWhichEveryTrialFails_EndsWithTheReason()
    {
        StudySpecification study = TestStudies.Specification("failing-trials", retrainings: 0) with { Methods = [StudyMethod.Random], Budget = new() { GradientSteps = 1e9 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (_, _) => throw new InvalidOperationException("the device is broken"));

        Assert.Equal(StudyState.Failed, status.State);
        Assert.Equal("10 trials in a row failed; the last one: it failed 3 times; the last reason: the device is broken", status.Reason);
    }

    [Fact]
    public async Task OuterLoop_WithoutAnyHypergradientForTenSteps_EndsWithTheReason()
    {
        StudySpecification study = TestStudies.Specification("empty-steps", steps: 100, seeds: 1, retrainings: 0);
        StudyStatus status = await cluster.RunToItsEnd(
            study with { Outer = study.Outer with { ConvergedBelow = 0 } },
            (order, _) => order.Key.OuterStep == 0 ? ScriptedRunner.Completed(order) : new WorkResult(RunOutcome.Diverged, "not finite"));

        Assert.Equal((StudyState.Failed, 10), (status.State, status.OuterStep));
        Assert.Contains("no replica of outer step 11 has a hypergradient (replica 0 Diverged: not finite); 10 outer steps in a row had none.", status.Reason, StringComparison.Ordinal);
    }

    /// <summary>What is left is then less than an inner step for every window: no view of it may keep a report from being counted.</summary>
    [Fact]
    public async Task Study_WhoseLaterHorizonIsForecastToBeTooShort_IsReportedOn()
    {
        StudySpecification study = TestStudies.Specification("short-later", steps: 3, seeds: 1, retrainings: 0);
        study = study with { Inner = study.Inner with { Steps = null, Epochs = 8 }, Outer = study.Outer with { Epochs = [8, 1] } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => ScriptedRunner.Completed(order));

        Assert.Equal((StudyState.Succeeded, 3), (status.State, status.OuterStep));
    }

    [Fact]
    public async Task Extend_IntoAnOuterStepThatIsTooShort_IsRefused()
    {
        StudySpecification study = TestStudies.Specification("extended-too-far", steps: 1, seeds: 1, retrainings: 0);
        study = study with { Inner = study.Inner with { Steps = null, Epochs = 4 }, Outer = study.Outer with { Epochs = [4, 1] } };
        cluster.Survey.Say(study.Name, () => FixedSurvey.Ample with { Training = 11 });
        ManualDevices devices = await cluster.SubmitManually(study with { Data = study.Data with { ValidationFraction = 0.1 } });
        VerbReply reply = await devices.Study.Extend(new() { OuterSteps = 2 }).Reached("the answer");

        Assert.Equal(
            (VerbOutcome.Refused, "--outer-steps: found 2; hyperparameters.learningRate.windows is 2, but outer step 2 (outer.epochs is 1) has 1 inner step; " +
                "expected at most 1 window, or outer.epochs of at least 2 there."),
            (reply.Outcome, reply.Message));
        Assert.Equal(1, reply.Status.OuterSteps);
    }
}
