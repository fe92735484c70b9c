using System.Collections.Concurrent;
using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies;

[Collection(StudyClusterTests.Name)]
public sealed class StudyRunTests(StudyCluster cluster)
{
    [Fact]
    public async Task Study_WhenAllRunsComplete_LearnsRetrainsAndSucceeds()
    {
        StudyStatus status = await cluster.RunToItsEnd(TestStudies.Specification("whole", steps: 2, seeds: 3, retrainings: 2), (order, _) => ScriptedRunner.Completed(order));

        Assert.Equal((StudyState.Succeeded, StudyPhase.Finished, null), (status.State, status.Phase, status.Reason));
        Assert.Equal((2, 2), (status.OuterStep, status.OuterSteps));
        Assert.Equal([0.25, 0.75, 0.75, 0.0], status.Hyperparameters.Select(reading => reading.Value));
        Assert.Equal((1, 0.6, 0.6), (status.BestOuterStep!.Value, status.BestValidationAccuracy!.Value, status.LastValidationAccuracy!.Value));
        Assert.Equal(0.5, status.TestAccuracy!.Value);
        Assert.Equal([2.0, -1.0, 1.0], status.LastStep.Select(reading => reading.Hypergradient!.Value));

        // Two outer steps of three replicas, and two retrainings with each of two schedules, at 10 each.
        Assert.Equal(100, status.GradientSteps);
        Assert.Equal(
            [WorkKind.RetrainLearned, WorkKind.RetrainLearned, WorkKind.RetrainBest, WorkKind.RetrainBest], status.Replicas.Select(replica => replica.Key.Kind));
    }

    /// <summary>A silo compares it with the file that it has.</summary>
    [Fact]
    public async Task Study_OfAFileOfTheUsers_OrdersAllLaterWorkWithTheFileThatItBeganWith()
    {
        ConcurrentDictionary<WorkKey, string?> ordered = [];
        cluster.Runner.Tell("own-file", RungsTests.Data(1000) with { Model = "04d20e5f" });

        await cluster.RunToItsEnd(TestStudies.Specification("own-file", steps: 2, seeds: 1, retrainings: 1), (order, _) =>
        {
            ordered[order.Key] = order.Model;
            return ScriptedRunner.Completed(order);
        });

        Assert.Null(Assert.Single(ordered, each => each.Key is { Kind: WorkKind.Hypergradient, OuterStep: 0 }).Value);
        Assert.All(ordered.Where(each => each.Key is not { Kind: WorkKind.Hypergradient, OuterStep: 0 }), each => Assert.Equal("04d20e5f", each.Value));
    }

    [Fact]
    public async Task Study_WhenItRetrains_UsesTheLearnedScheduleAndTheBestOne()
    {
        System.Collections.Concurrent.ConcurrentDictionary<WorkKind, KindMap<ImmutableArray<double>>> used = [];
        await cluster.RunToItsEnd(TestStudies.Specification("schedules", steps: 2), (order, _) =>
        {
            used[order.Key.Kind] = order.Schedule;

            // The first outer step, at the initial values, is the best one.
            return ScriptedRunner.Completed(order) with { Loss = 0.25 + order.Key.OuterStep };
        });

        Assert.Equal([0.25, 0.75], used[WorkKind.RetrainLearned].LearningRate);
        Assert.Equal([0.5, 0.5], used[WorkKind.RetrainBest].LearningRate);
        Assert.Equal([0.75], used[WorkKind.RetrainBest].Momentum);
    }

    [Theory]
    [InlineData(RunOutcome.Diverged)]
    [InlineData(RunOutcome.Collapsed)]
    public async Task Study_WhenOnlyHalfOfItsReplicasCanTrainWithASchedule_PrefersOneWithWhichAllDo(RunOutcome outcome)
    {
        // The second step has by far the lowest loss, of the one replica that got through it.
        StudySpecification study = TestStudies.Specification($"half-{outcome}".ToLowerInvariant(), steps: 3, retrainings: 1);
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => order.Key is { OuterStep: 1, Replica: 1, Kind: WorkKind.Hypergradient }
            ? new(outcome, "because")
            : ScriptedRunner.Completed(order) with { Loss = order.Key.OuterStep switch { 0 => 0.75, 1 => 0.125, _ => 0.5 } });

        Assert.Equal((StudyState.Succeeded, 3, 2, 0.5), (status.State, status.OuterStep, status.BestOuterStep!.Value, status.BestValidationLoss!.Value));
        MethodResult fds = Assert.Single((await cluster.Study(study.Name).GetResult())!.Methods);
        Assert.Equal([0, 2], fds.Curve.Select(point => point.Number));
        Assert.Equal(0.5, fds.ValidationLoss);
    }

    [Theory]
    [InlineData(RunOutcome.Diverged, ReplicaState.Diverged)]
    [InlineData(RunOutcome.Collapsed, ReplicaState.Collapsed)]
    public async Task Study_WhenOneReplicaIsNoUse_LeavesItOutAndSaysSo(RunOutcome outcome, ReplicaState state)
    {
        StudySpecification study = TestStudies.Specification($"left-out-{state}".ToLowerInvariant(), steps: 1, seeds: 3, retrainings: 0);
        StudyStatus status = await cluster.RunToItsEnd(
            study, (order, _) => order.Key.Replica == 1 ? new(outcome, "because") { GradientSteps = 4 } : ScriptedRunner.Completed(order));

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal(2.0, status.LastStep[0].Hypergradient);
        Assert.Equal([ReplicaState.Completed, state, ReplicaState.Completed], status.Replicas.Select(replica => replica.State));
        Assert.Equal("because", status.Replicas[1].Reason);
        Assert.Equal(24, status.GradientSteps);
        List<StudyEvent> events = await cluster.Events(study.Name);
        Assert.Equal($"outer step 1, replica 1 is left out ({state}): because", Assert.Single(events, happened => happened.Kind == StudyEventKind.ReplicaLeftOut).Message);
    }

    [Fact]
    public async Task Study_WhenEveryReplicaIsLeftOut_FailsWithTheReasons()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            TestStudies.Specification("all-out"), (order, _) => new(order.Key.Replica == 0 ? RunOutcome.Diverged : RunOutcome.Collapsed, $"reason {order.Key.Replica}"));

        Assert.Equal(StudyState.Failed, status.State);
        Assert.Contains("outer step 1 ", status.Reason);
        Assert.Contains("replica 0 Diverged: reason 0; replica 1 Collapsed: reason 1", status.Reason);
        Assert.Equal([0.5, 0.5, 0.75, 0.25], status.Hyperparameters.Select(reading => reading.Value));
    }

    [Fact]
    public async Task Study_WhenALaterStepHasNoHypergradient_StepsBackAndGoesOnWithShorterSteps()
    {
        System.Collections.Concurrent.ConcurrentDictionary<int, KindMap<ImmutableArray<double>>> used = [];
        StudySpecification study = TestStudies.Specification("too-far", steps: 4, seeds: 2, retrainings: 0);
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) =>
        {
            used[order.Key.OuterStep] = order.Schedule;
            return order.Key.OuterStep == 2 ? new(RunOutcome.Collapsed, "one class only") { GradientSteps = 7 } : ScriptedRunner.Completed(order);
        });

        // Down by 0.125 a step; back to where it was, and from there by half of that.
        Assert.Equal([0.5, 0.375, 0.25, 0.375], Enumerable.Range(0, 4).Select(step => used[step].LearningRate[0]));
        Assert.Equal(0.3125, status.Hyperparameters[0].Value);
        Assert.Equal((StudyState.Succeeded, 4, 74.0), (status.State, status.OuterStep, status.Learning.GradientSteps));
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;
        Assert.Equal([0, 1, 3], result.OuterSteps.Select(step => step.Index));
        Assert.Equal([20.0, 40.0, 74.0], Assert.Single(result.Methods).Curve.Select(point => point.Spent.GradientSteps));
        Assert.Contains(await cluster.Events(study.Name), happened => happened.Kind == StudyEventKind.SteppedBack && happened.Message.Contains("returns to the values of outer step 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Study_WhenARunFaultsTwiceThenCompletes_CountsItOnce()
    {
        StudySpecification study = TestStudies.Specification("twice", steps: 1, seeds: 2, retrainings: 0);
        StudyStatus status = await cluster.RunToItsEnd(
            study, (order, _) => order.Key.Replica == 1 && order.Attempt < 3 ? throw new InvalidOperationException($"fault {order.Attempt}") : ScriptedRunner.Completed(order));

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([(ReplicaState.Completed, 1), (ReplicaState.Completed, 3)], status.Replicas.Select(replica => (replica.State, replica.Attempt)));
        Assert.Equal(1.5, status.LastStep[0].Hypergradient);
        Assert.Equal(
            [
                "outer step 1, replica 1 is queued again as attempt 2: failed: fault 1",
                "outer step 1, replica 1 is queued again as attempt 3: failed: fault 2",
            ],
            (await cluster.Events(study.Name)).Where(happened => happened.Kind == StudyEventKind.Redispatched).Select(happened => happened.Message));
    }

    [Fact]
    public async Task Study_WhenARunFaultsThreeTimes_LeavesItOutAsFailed()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            TestStudies.Specification("thrice", steps: 1, seeds: 2, retrainings: 0),
            (order, _) => order.Key.Replica == 0 ? throw new InvalidOperationException("broken") : ScriptedRunner.Completed(order));

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal((ReplicaState.Failed, 3, "it failed 3 times; the last reason: broken"), (status.Replicas[0].State, status.Replicas[0].Attempt, status.Replicas[0].Reason));
        Assert.Equal(2.0, status.LastStep[0].Hypergradient);
    }

    [Fact]
    public async Task Study_WhenARunIsRefused_FailsAtOnceWithTheReason()
    {
        StudyStatus status = await cluster.RunToItsEnd(TestStudies.Specification("refused", seeds: 4), (order, stopping) =>
        {
            if (order.Key.Replica == 2)
            {
                return new(RunOutcome.Refused, "There are no data.");
            }

            // The others go on until the study no longer wants them.
            stopping.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            throw new OperationCanceledException(stopping);
        });

        Assert.Equal((StudyState.Failed, "There are no data."), (status.State, status.Reason));
        Assert.Equal(1, status.Replicas[2].Attempt);
        Assert.Equal(0, status.OuterStep);
    }

    [Fact]
    public async Task Study_WhenItsDataCannotBeReadOnce_ReadsThemAgainAndGoesOn()
    {
        ConcurrentDictionary<int, ImmutableArray<string>> failedOn = [];
        StudyStatus status = await cluster.RunToItsEnd(TestStudies.Specification("unreadable-once", steps: 1, seeds: 2, retrainings: 0), (order, _) =>
        {
            if (order.Key.Replica == 0)
            {
                return ScriptedRunner.Completed(order);
            }

            failedOn[order.Attempt] = order.FailedOn;
            return order.Attempt == 1 ? new(RunOutcome.Unreadable, "the volume is away") : ScriptedRunner.Completed(order);
        });

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([(ReplicaState.Completed, 1), (ReplicaState.Completed, 2)], status.Replicas.Select(replica => (replica.State, replica.Attempt)));
        Assert.Empty(failedOn[1]);
        Assert.Equal([cluster.Silo], failedOn[2]);
    }

    [Fact]
    public async Task Submit_UnderANameThatIsNone_IsRefusedAndRemovesNothing()
    {
        string kept = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(cluster.Checkpoints)!, "kept", "inside")).FullName;
        string name = Path.GetDirectoryName(kept)!;
        await Assert.ThrowsAsync<StudyRefusedException>(() => cluster.Submit(TestStudies.Specification(name)));
        await cluster.Study(name).Cancel("no more").Reached("the cancellation of what is not there");

        Assert.Equal(StudyState.None, (await cluster.Study(name).GetStatus().Reached("its status")).State);
        Assert.True(Directory.Exists(kept));
    }

    [Fact]
    public async Task Study_WhenNoRetrainingCompletes_FailsWithTheReason()
    {
        StudyStatus status = await cluster.RunToItsEnd(
            TestStudies.Specification("no-retraining", steps: 1),
            (order, _) => order.Key.Kind == WorkKind.RetrainLearned ? new(RunOutcome.Diverged, "not finite") : ScriptedRunner.Completed(order));

        Assert.Equal(StudyState.Failed, status.State);
        Assert.Contains("not finite", status.Reason);
        Assert.Null(status.TestAccuracy);
    }

    [Fact]
    public async Task Study_WhenItsBudgetOfGradientStepsIsUsedUp_StopsAndRetrains()
    {
        StudySpecification study = TestStudies.Specification("budget", steps: 50) with { Budget = new() { GradientSteps = 40 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => ScriptedRunner.Completed(order));

        Assert.Equal((StudyState.Succeeded, 2), (status.State, status.OuterStep));
        Assert.Equal("the budget of 40 gradient steps is used up", status.Reason);
        Assert.NotNull(status.TestAccuracy);
    }

    [Fact]
    public async Task Study_WhenEveryValueHasConverged_StopsEarly()
    {
        StudySpecification study = TestStudies.Specification("converged", steps: 50, retrainings: 0);
        StudyStatus status = await cluster.RunToItsEnd(
            study with { Outer = study.Outer with { StepDecay = 0.25, ConvergedBelow = 0.05 } },
            (order, _) => ScriptedRunner.Completed(order) with { Hypergradient = order.Key.OuterStep % 2 == 0 ? [1, 1, 1] : [-1, -1, -1] });

        // The third step size, 1/128, is below 5 % of the learning rates (0.398) but not of the weight decay (0.148); the fourth is.
        Assert.Equal((StudyState.Succeeded, 4), (status.State, status.OuterStep));
        Assert.All(status.LastStep, reading => Assert.True(reading.StepSize / Math.Abs(reading.NextValue) < 0.05));
        Assert.Single(await cluster.Events(study.Name), happened => happened.Kind == StudyEventKind.Converged);
    }

    /// <summary>Steps that are short from the start, and that undone outer steps shorten, have not converged.</summary>
    [Fact]
    public async Task Study_WhoseStepsAreShort_GoesOnUntilSignsHaveFlipped()
    {
        StudySpecification study = TestStudies.Specification("short-steps", steps: 8, retrainings: 0);
        HyperparameterSpecification Short(HyperparameterSpecification of) => of with { Step = of.Initial[0] / 40 };
        KindMap<HyperparameterSpecification> all = study.Hyperparameters;
        study = study with { Hyperparameters = all with { LearningRate = Short(all.LearningRate), WeightDecay = Short(all.WeightDecay) } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => order.Key.OuterStep is 3 or 4
            ? new(RunOutcome.Collapsed, "the network predicts the same for every example")
            : ScriptedRunner.Completed(order) with { Hypergradient = order.Key.OuterStep < 6 ? [1, 1, 1] : [-1, -1, -1] });

        Assert.Equal((StudyState.Succeeded, 7, null), (status.State, status.OuterStep, status.Reason));
        Assert.StartsWith("every value has converged", Assert.Single(await cluster.Events(study.Name), happened => happened.Kind == StudyEventKind.Converged).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.25, 0, "the best validation loss, 2.408, is worse than 2.25, the loss of always predicting the class frequencies")]
    [InlineData(2.25, 1, "the best validation loss, 2.408, is worse than 2.25, the loss of always predicting the class frequencies; the test loss after retraining, 2.408, is worse than 2.25, the loss of always predicting the class frequencies")]
    [InlineData(2.5, 1, null)]
    [InlineData(null, 1, null)]
    public async Task Study_WhoseBestLossIsWorseThanTheClassShares_SaysSo(double? prior, int retrainings, string? reason)
    {
        StudySpecification study = TestStudies.Specification(FormattableString.Invariant($"worth-{prior:F2}-{retrainings}").Replace(".", "", StringComparison.Ordinal), steps: 2, retrainings: retrainings);
        StudyStatus status = await cluster.RunToItsEnd(
            study, (order, _) => ScriptedRunner.Completed(order) with { Loss = order.Key.OuterStep == 1 ? 3 : 2.408, PriorLoss = prior ?? double.NaN });

        Assert.Equal((StudyState.Succeeded, reason), (status.State, status.Reason));
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;
        Assert.Equal((reason, prior), (result.Methods[0].Reason, result.Methods[0].PriorLoss));
        Assert.All(result.OuterSteps, step => Assert.Equal(prior, step.PriorLoss));
        Assert.All(result.Retrainings, run => Assert.Equal(prior, run.PriorLoss));
    }

    [Fact]
    public async Task Study_WithAParallelism_RunsNoMoreAtOnce()
    {
        int running = 0;
        int most = 0;
        TaskCompletionSource[] ends = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        StudySpecification study = TestStudies.Specification("parallel", steps: 1, seeds: 4, retrainings: 0) with { Resources = new() { Device = "cpu", Parallelism = 2 } };
        cluster.Runner.Script(study.Name, (order, stopping) =>
        {
            InterlockedMaximum(ref most, Interlocked.Increment(ref running));
            ends[order.Key.Replica].Task.Wait(stopping);
            Interlocked.Decrement(ref running);
            return ScriptedRunner.Completed(order);
        });
        await cluster.Submit(study);
        for (int replica = 0; replica < 4; replica++)
        {
            // A run ends only when the study knows of as many as it wants.
            int started = Math.Min(replica + 2, 4);
            await Started(study.Name, started).Reached($"{started} runs have started");
            int atOnce = Math.Min(2, 4 - replica);
            await StudyCluster.Until(() => Task.FromResult(Volatile.Read(ref running) == atOnce), $"{atOnce} of them are at work");
            ends[replica].SetResult();
        }

        await cluster.Events(study.Name);
        Assert.Equal(2, most);
    }

    private async Task Started(string study, int count)
    {
        int started = 0;
        await foreach (StudyEvent happened in cluster.Study(study).Watch(0, TestContext.Current.CancellationToken))
        {
            if (happened.Kind == StudyEventKind.ReplicaStarted && ++started == count)
            {
                return;
            }
        }
    }

    private static void InterlockedMaximum(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
