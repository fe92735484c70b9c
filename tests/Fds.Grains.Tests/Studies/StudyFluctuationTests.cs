using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Studies that measure, on devices that follow a script. Three windows are learned; of the first, run r has the hypergradient r, greedily −1.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class StudyFluctuationTests(StudyCluster cluster)
{
    [Fact]
    public async Task Study_WhenItsRunsAreIn_HasTheirSpreadAndLearnedNothing()
    {
        StudyStatus status = await cluster.RunToItsEnd(Measuring("measured", runs: 5), (order, _) => Measured(order));
        FluctuationMeasurement measured = await Measurement("measured");

        Assert.Equal((StudyState.Succeeded, StudyPhase.Finished, null, 5), (status.State, status.Phase, status.Reason, status.FluctuationRuns));
        Assert.Equal((5, "0 1 2 3 4"), (measured.Runs, string.Join(' ', measured.Completed)));
        Assert.Equal(
            [(HyperparameterKind.LearningRate, 0, 0.5), (HyperparameterKind.LearningRate, 1, 0.5), (HyperparameterKind.WeightDecay, 0, 0.25)],
            measured.Windows.Select(window => (window.Kind, window.Window, window.Value)));

        // 0, 1, 2, 3, 4: variance 10/4, and the means of two, 0.5 and 2.5, have the variance 2. The sign of 0 is not that of the mean.
        FluctuationSpread first = measured.Windows[0].Full;
        Assert.Equal((2.0, Math.Sqrt(2.5), Math.Sqrt(0.5), 0.8), (first.Mean, first.StandardDeviation, first.StandardError, first.SignAgreement));
        Assert.Equal(2 / Math.Sqrt(0.5), first.SignalToNoise!.Value, 1e-14);
        Assert.Equal([0.0, 1.0, 2.0, 3.0, 4.0], first.Values);
        FluctuationSpread greedy = measured.Windows[0].Greedy;
        Assert.Equal((-1.0, 0.0, 0.0, 1.0, double.PositiveInfinity), (greedy.Mean, greedy.StandardDeviation, greedy.StandardError, greedy.SignAgreement, greedy.SignalToNoise));

        // The other windows do not vary: the first stands alone. Greedily none does.
        Assert.Equal([(1, 5, 1.0), (2, 2, 1 / Math.Sqrt(2))], measured.Averages.Select(average => (average.Runs, average.Groups, average.Expected)));
        Assert.Equal([1.0, Math.Sqrt(2 / 2.5)], measured.Averages.Select(average => average.Full!.Value));
        Assert.All(measured.Averages, average => Assert.Null(average.Greedy));

        StudyResult result = await Result("measured");
        Assert.Empty(result.OuterSteps);
        Assert.Empty(result.Retrainings);
        Assert.Equal([0.5, 0.5], result.Learned.LearningRate);
        Assert.Equal((50.0, 50.0), (status.GradientSteps, status.Learning.GradientSteps));
    }

    [Fact]
    public async Task Study_GivesEveryRunTheInitialSchedulesAndAPlaceOfItsOwn()
    {
        System.Collections.Concurrent.ConcurrentBag<WorkOrder> orders = [];
        await cluster.RunToItsEnd(Measuring("orders", runs: 3) with { Budget = new() { GradientSteps = 60 } }, (order, _) =>
        {
            orders.Add(order);
            return Measured(order);
        });

        Assert.Equal([0, 1, 2], orders.Select(order => order.Key.Replica).Order());
        Assert.All(orders, order =>
        {
            Assert.Equal((WorkKind.Fluctuation, 0, 20.0), (order.Key.Kind, order.Key.OuterStep, order.CostLimit));
            Assert.Equal([0.5, 0.5], order.Schedule.LearningRate);
            Assert.Equal([0.75], order.Schedule.Momentum);
        });
    }

    [Fact]
    public async Task Study_WhenARunIsNoUse_LeavesItOutAndSaysSo()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            Measuring("one-diverged", runs: 4), (order, _) => order.Key.Replica == 1 ? new(RunOutcome.Diverged, "not finite") { GradientSteps = 4 } : Measured(order));
        FluctuationMeasurement measured = await Measurement("one-diverged");

        Assert.Equal((StudyState.Succeeded, 34.0), (status.State, status.GradientSteps));
        Assert.Equal((ReplicaState.Diverged, "not finite"), (status.Replicas[1].State, status.Replicas[1].Reason));
        Assert.Equal([0, 2, 3], measured.Completed);
        Assert.Equal([0.0, 2.0, 3.0], measured.Windows[0].Full.Values);
        Assert.Equal([1], measured.Averages.Select(average => average.Runs));
    }

    [Fact]
    public async Task Study_WhenFewerThanTwoRunsComplete_FailsWithTheReasons()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            Measuring("alone", runs: 3), (order, _) => order.Key.Replica == 0 ? Measured(order) : new(RunOutcome.Diverged, "not finite"));

        Assert.Equal((StudyState.Failed, "1 of 3 runs completed; a spread needs at least 2 (not finite)"), (status.State, status.Reason));
        Assert.Null((await Measurement("alone")).Windows[0].Full.StandardDeviation);
    }

    [Fact]
    public async Task Study_WhenItsCoordinatorIsLost_CountsEveryRunOnce()
    {
        int runs = 0;
        cluster.Runner.Script("reactivated", (order, _) =>
        {
            if (Interlocked.Increment(ref runs) is 2 or 5)
            {
                cluster.Deactivate("reactivated").GetAwaiter().GetResult();
            }

            return Measured(order);
        });
        IStudyGrain study = await cluster.Submit(Measuring("reactivated", runs: 7));
        await StudyCluster.Until(async () => (await study.GetStatus()).State == StudyState.Succeeded, "the end of reactivated");

        Assert.Equal([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], (await Measurement("reactivated")).Windows[0].Full.Values);
        Assert.Equal(70, (await study.GetStatus()).GradientSteps);
    }

    [Fact]
    public async Task Study_WhileItRuns_CanBePausedResumedAndListed()
    {
        ManualDevices devices = await cluster.SubmitManually(Measuring("interrupted", runs: 3));
        WorkKey[] runs = [.. Enumerable.Range(0, 3).Select(run => devices.Key(run, kind: WorkKind.Fluctuation))];
        await Finish(devices, runs[0], first: 1);

        StudyStatus status = (await devices.Study.Pause("for a while").Reached("the pause")).Status;
        Assert.Equal((StudyState.Paused, StudyPhase.Measuring), (status.State, status.Phase));
        Assert.Equal(3, (await cluster.Listed()).Studies.Single(study => study.Name == "interrupted").FluctuationRuns);
        await devices.Study.Resume().Reached("going on");
        await Finish(devices, runs[1], first: 2);
        await Finish(devices, runs[2], first: 6);

        Assert.Equal(StudyState.Succeeded, (await devices.Status()).State);
        Assert.Equal(3, (await Measurement("interrupted")).Windows[0].Full.Mean);
    }

    [Fact]
    public async Task Study_WhenCancelled_KeepsWhatIsIn()
    {
        ManualDevices devices = await cluster.SubmitManually(Measuring("called-off", runs: 3));
        await Finish(devices, devices.Key(2, kind: WorkKind.Fluctuation), first: 4);
        StudyStatus status = await devices.Study.Cancel("enough").Reached("the end");

        Assert.Equal(StudyState.Cancelled, status.State);
        Assert.Equal([2], (await Measurement("called-off")).Completed);
    }

    [Fact]
    public async Task Study_WhenTheBudgetIsTooSmall_EndsWithoutARun()
    {
        StudySpecification study = Measuring("poor-measure", runs: 2) with { Budget = new() { GradientSteps = 10 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => order.CostLimit < 10 ? new(RunOutcome.Unaffordable, $"{order.CostLimit} are left") : Measured(order));

        Assert.Equal((StudyState.Failed, "0 of 2 runs completed; a spread needs at least 2 (5 are left)"), (status.State, status.Reason));
    }

    [Fact]
    public async Task Extend_IsRefused()
    {
        await cluster.RunToItsEnd(Measuring("fixed-runs", runs: 2), (order, _) => Measured(order));
        VerbReply reply = await cluster.Study("fixed-runs").Extend(new() { GradientSteps = 1e6 }).Reached("the answer");

        Assert.Equal(VerbOutcome.Refused, reply.Outcome);
        Assert.StartsWith("fixed-runs measures how hypergradients fluctuate over 2 runs and learns nothing", reply.Message, StringComparison.Ordinal);
    }

    private static StudySpecification Measuring(string name, int runs) => TestStudies.Specification(name, steps: 1, seeds: 1, retrainings: 0) with { Fluctuation = new() { Runs = runs } };

    private static WorkResult Measured(WorkOrder order) => ScriptedRunner.Completed(order) with
    {
        Hypergradient = TestStudies.Gradient(order.Key.Replica, -1, 1),
        GreedyHypergradient = TestStudies.Gradient(-1, -1, -1),
    };

    private static Task<Verdict> Finish(ManualDevices devices, WorkKey run, double first) =>
        devices.Finish(run, ManualDevices.New(), hypergradient: TestStudies.Gradient(first, -1, 1), greedy: TestStudies.Gradient(-1, -1, -1));

    private async Task<StudyResult> Result(string study) => (await cluster.Study(study).GetResult().Reached($"the result of {study}"))!;

    private async Task<FluctuationMeasurement> Measurement(string study) => (await Result(study)).Fluctuation!;
}
