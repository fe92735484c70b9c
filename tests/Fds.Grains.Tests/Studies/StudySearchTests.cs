using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Methods that make one run after another, on devices that follow a script.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class StudySearchTests(StudyCluster cluster)
{
    /// <summary>More than a test takes to spend some of it, less than a device may be silent.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    public static TheoryData<StudyMethod> Searches =>
        [StudyMethod.Random, StudyMethod.Tpe, StudyMethod.Gp, StudyMethod.Hyperband, StudyMethod.Bohb, StudyMethod.Asha, StudyMethod.Pbt, StudyMethod.Marthe, StudyMethod.Hand];

    [Fact]
    public async Task Search_WhenItsTrialsAreIn_RetrainsTheBestOne()
    {
        KindMap<ImmutableArray<double>>? retrained = null;
        StudyStatus status = await cluster.RunToItsEnd(Search("searched", StudyMethod.Random, trials: 7), (order, _) =>
        {
            retrained = order.Key.Kind == WorkKind.RetrainLearned ? order.Schedule : retrained;
            return Judged(order);
        });

        StudyResult result = await Result("searched");
        MethodResult method = Assert.Single(result.Methods);
        Assert.Equal((StudyState.Succeeded, 7, 7), (status.State, status.Trials, method.Trials.Length));
        Assert.Equal(Enumerable.Range(0, 7), method.Trials.Select(trial => trial.Number).Order());
        TrialRecord best = method.Trials.MinBy(trial => trial.ValidationLoss)!;
        Assert.Equal((best.ValidationLoss, best.ValidationAccuracy), (method.ValidationLoss!.Value, method.ValidationAccuracy!.Value));
        Assert.Equal(best.Values, [.. retrained!.LearningRate, .. retrained.WeightDecay]);
        Assert.Equal([0.75], retrained.Momentum);
        Assert.Equal(retrained.LearningRate, result.Learned.LearningRate);
        Assert.Equal([.. retrained.LearningRate, 0.75, .. retrained.WeightDecay], status.Hyperparameters.Select(reading => reading.Value));
        Assert.All(method.Trials, trial => Assert.InRange(trial.Values[2], 0, 0.25));

        // Learning is paid for; the retraining that follows is not part of it.
        Assert.Equal((70, 80), (method.Cost.GradientSteps, status.GradientSteps));
        Assert.Equal(Enumerable.Range(1, 7).Select(count => 10.0 * count), method.Curve.Select(point => point.Spent.GradientSteps));
        Assert.Equal(method.Curve.Select((_, i) => method.Curve[..(i + 1)].Min(point => point.ValidationLoss)), method.Curve.Select(point => point.BestLoss));
    }

    /// <summary>The trial that looks best by its one run is not the best on fresh seeds, and the one after it is not stable.</summary>
    [Fact]
    public async Task Search_ThatConfirms_ChoosesAmongItsBestTrialsByFreshRuns()
    {
        StudySpecification study = Search("confirmed", StudyMethod.Random, trials: 7) with { Search = new() { Trials = 7, Confirm = new() { OfSearches = true, Best = 3, Seeds = 2, Margin = 0.1 } } };
        List<double[]> tried = [];
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) =>
        {
            if (order.Key.Kind != WorkKind.Confirm)
            {
                return Judged(order);
            }

            lock (tried)
            {
                tried.Add([.. order.Schedule.LearningRate]);
            }

            return order.Key is { OuterStep: 1, Replica: 1 }
                ? new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3 }
                : new(RunOutcome.Completed, null) { Loss = order.Key.OuterStep == 0 ? 2 : 0.5, Accuracy = 0.5, GradientSteps = 10, InnerSteps = 8 };
        });

        StudyResult result = await Result("confirmed");
        MethodResult method = Assert.Single(result.Methods);
        TrialRecord[] best = [.. method.Trials.OrderBy(trial => trial.ValidationLoss).Take(3)];
        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal(best.Select(trial => $"trial {trial.Number}"), result.Candidates.Select(candidate => candidate.Name));
        Assert.Equal([false, false, true], result.Candidates.Select(candidate => candidate.IsChosen));
        Assert.Equal(best[2].Values, [.. result.Learned.LearningRate, .. result.Learned.WeightDecay]);
        Assert.Equal((0.5, 0.5), (method.ValidationLoss!.Value, method.ValidationAccuracy!.Value));
        Assert.Equal(result.Learned.LearningRate, method.Schedule!.LearningRate);
        Assert.Equal(70 + 53, method.Cost.GradientSteps);
        Assert.Null(result.Verdict);
        Assert.Equal([RetrainedSchedule.Learned], result.Retrainings.Select(run => run.Schedule).Distinct());

        // Each candidate once with lower and once with higher learning rates, within the range.
        double[] expected = [.. result.Candidates.SelectMany(candidate => new[] { -0.1, 0.1 }.Select(shift => Math.Min(1, candidate.Schedule.LearningRate[0] * Math.Exp(shift)))).Order()];
        Assert.Equal(expected, tried.Select(rates => rates[0]).Order(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>A trial or a fresh run of the analytic problem costs its 8 steps: of 100, three candidates' two runs each keep 48.</summary>
    [Fact]
    public async Task Search_ThatConfirms_KeepsAPartOfItsBudgetForThat()
    {
        StudySpecification study = Search("reserved", StudyMethod.Random, trials: null, retrainings: 0) with
        {
            Data = new() { Name = ModelSpecification.Quadratic },
            Model = new() { Name = ModelSpecification.Quadratic },
            Budget = new() { GradientSteps = 100 },
            Search = new() { Confirm = new() { OfSearches = true, Best = 3, Seeds = 2 } },
        };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => Judged(order) with { GradientSteps = 8 });

        StudyResult result = await Result("reserved");
        Assert.Equal((StudyState.Succeeded, 6), (status.State, status.Trials));
        Assert.Equal(96, result.Methods[0].Cost.GradientSteps);
        Assert.All(result.Candidates, candidate => Assert.Equal(2, candidate.Losses.Length));
        Assert.Contains("48 are kept for confirmation", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WhenTrialsDivergeOrFail_RecordsThemWithTheirCostAndGoesOn()
    {
        StudyStatus status = await cluster.RunToItsEnd(Search("hazards", StudyMethod.Tpe, trials: 6, retrainings: 0), (order, _) => order.Key.Replica switch
        {
            1 => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3, InnerSteps = 3 },
            4 => throw new InvalidOperationException("out of memory"),
            _ => Judged(order),
        });

        MethodResult method = Assert.Single((await Result("hazards")).Methods);
        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal((ReplicaState.Diverged, "the loss was not finite", 3.0), method.Trials.Where(trial => trial.Number == 1).Select(trial => (trial.State, trial.Reason, trial.GradientSteps)).Single());
        Assert.Equal(ReplicaState.Failed, method.Trials.Single(trial => trial.Number == 4).State);
        Assert.Equal((6, 4, 43.0), (method.Trials.Length, method.Curve.Length, method.Cost.GradientSteps));
    }

    [Fact]
    public async Task Search_WhenEveryTrialDiverges_FailsWithTheReason()
    {
        StudyStatus status = await cluster.RunToItsEnd(Search("hopeless", StudyMethod.Asha, trials: 3), (_, _) => new(RunOutcome.Diverged, "the loss was not finite"));

        Assert.Equal(StudyState.Failed, status.State);
        Assert.Equal("none of 3 trials has a validation loss (every trial is in; the loss was not finite)", status.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Search_WithABudget_NeverExceedsIt(int parallelism)
    {
        StudySpecification study = Search($"thrifty-{parallelism}", StudyMethod.Random, trials: null, retrainings: 0) with
        {
            Budget = new() { GradientSteps = 45 },
            Resources = new() { Device = "cpu", Parallelism = parallelism },
        };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => Judged(order));

        Assert.Equal((StudyState.Succeeded, 4, 40.0), (status.State, status.Trials, status.Learning.GradientSteps));
        Assert.StartsWith("40 of the budget of 45 gradient steps are spent, and the next trial takes about 10", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WhenNoTrialFitsItsBudget_FailsWithWhatTheDeviceSays()
    {
        StudySpecification study = Search("too-poor", StudyMethod.Random, trials: null) with { Budget = new() { GradientSteps = 9 } };
        StudyStatus status = await cluster.RunToItsEnd(
            study, (order, _) => Within(order, 10));

        Assert.Equal((StudyState.Failed, 0, 0.0), (status.State, status.Trials, status.GradientSteps));
        Assert.Equal("none of 0 trials has a validation loss (0 of the budget of 9 gradient steps are spent, and the next trial takes about 10)", status.Reason);

        VerbReply reply = await cluster.Study("too-poor").Extend(new() { GradientSteps = 25 }).Reached("more budget");
        Assert.Equal(VerbOutcome.Done, reply.Outcome);
        await cluster.Events("too-poor", after: status.Sequence);
        StudyStatus rich = await cluster.Study("too-poor").GetStatus().Reached("the status");
        Assert.Equal((StudyState.Succeeded, 2, 20.0), (rich.State, rich.Trials, rich.Learning.GradientSteps));
    }

    [Fact]
    public async Task Search_WithMoreSlotsThanItsBudgetHasTrials_RunsWhatItCanPayFor()
    {
        StudySpecification study = Search("wide", StudyMethod.Random, trials: null, retrainings: 0) with
        {
            Budget = new() { GradientSteps = 45 },
            Resources = new() { Device = "cpu", Parallelism = 1000 },
        };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => Within(order, 10));

        Assert.Equal((StudyState.Succeeded, 4, 40.0), (status.State, status.Trials, status.Learning.GradientSteps));
    }

    [Fact]
    public async Task Search_WhenATrialCostsMoreThanThoseBefore_RunsItAndKeepsToItsBudget()
    {
        StudySpecification study = Search("dearer", StudyMethod.Random, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 65 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => Within(order, order.Key.Replica == 1 ? 30 : 10));

        Assert.Equal((StudyState.Succeeded, 4, 60.0), (status.State, status.Trials, status.Learning.GradientSteps));
    }

    /// <summary>What the first trial costs is not known before a device has its data: then no more than that is set aside for it.</summary>
    [Fact]
    public async Task Search_OnceADeviceHasSaidWhatATrialCosts_FillsItsSlots()
    {
        StudySpecification study = Search("told-cost", StudyMethod.Random, trials: null) with { Budget = new() { GradientSteps = 45 }, Resources = new() { Parallelism = 9 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        WorkKey first = devices.Key(0, kind: WorkKind.Trial);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        Fence fence = ManualDevices.New();
        await devices.Progress(first, fence);
        Assert.Single((await devices.Status()).Replicas);

        await devices.Progress(first, fence, cost: 10);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 4, "as many trials as can be paid for");
        await devices.Study.Cancel("seen enough").Reached("the cancelling");
    }

    [Fact]
    public async Task Search_ThatIsExtendedWhileItsLastTrialRuns_ProposesMore()
    {
        StudySpecification study = Search("extended-in-time", StudyMethod.Random, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 25 }, Resources = new() { Parallelism = 2 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        await devices.Run(devices.Key(0, kind: WorkKind.Trial));
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "another trial is proposed");
        await devices.Progress(devices.Key(1, kind: WorkKind.Trial), ManualDevices.New());

        Assert.Equal(VerbOutcome.Done, (await devices.Study.Extend(new() { GradientSteps = 35 }).Reached("more budget")).Outcome);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 2, "a third trial is proposed");
        Assert.Equal(ReplicaState.Running, (await devices.Status()).Replicas.Single(replica => replica.Key.Replica == 1).State);
        await devices.Study.Cancel("seen enough").Reached("the cancelling");
    }

    /// <summary>As its device reckons with it: one-step runs cost two gradients a step, and the next may cost what the one before did.</summary>
    [Fact]
    public async Task Greedy_WithinABudget_RunsEveryFactor()
    {
        StudySpecification study = Search("greedy-budget", StudyMethod.Greedy, trials: null, retrainings: 0);
        study = study with { Model = study.Model with { Name = ModelSpecification.Quadratic }, Seeds = new() { Count = 1 }, Budget = new() { GradientSteps = 1e6 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) =>
        {
            double cost = WorkCost.Of(order, examples: 0);
            return WorkCost.Complaint(order.Key.Kind, cost, order.CostLimit!.Value) is { } complaint
                ? new(RunOutcome.Unaffordable, complaint) { Cost = cost }
                : Judged(order) with { GradientSteps = 2 * 8 };
        });

        Assert.Equal((StudyState.Succeeded, null, 3), (status.State, status.Reason, status.Trials));
    }

    /// <summary>The activation goes again and again; the same seed proposes what it would have.</summary>
    [Theory]
    [MemberData(nameof(Searches))]
    public async Task Search_WhenItsCoordinatorIsLostAgainAndAgain_ProposesTheSame(StudyMethod method)
    {
        await cluster.RunToItsEnd(Search($"calm-{method.Word()}", method, trials: 13), (order, _) => Judged(order));
        string disturbed = $"rough-{method.Word()}";
        int runs = 0;
        cluster.Runner.Script(disturbed, (order, _) =>
        {
            if (Interlocked.Increment(ref runs) is 2 or 4 or 5)
            {
                cluster.Deactivate(disturbed).GetAwaiter().GetResult();
            }

            return Judged(order);
        });
        IStudyGrain study = await cluster.Submit(Search(disturbed, method, trials: 13));
        await StudyCluster.Until(async () => (await study.GetStatus()).State == StudyState.Succeeded, $"the end of {disturbed}");

        MethodResult calm = Assert.Single((await Result($"calm-{method.Word()}")).Methods);
        MethodResult rough = Assert.Single((await Result(disturbed)).Methods);
        Assert.NotEmpty(calm.Trials);
        Assert.Equal(calm.Trials.Select(Told), rough.Trials.Select(Told));
        Assert.Equal(calm.Cost.GradientSteps, rough.Cost.GradientSteps);
    }

    [Fact]
    public async Task Search_WithSeveralSlots_ProposesNothingTwice()
    {
        StudySpecification study = Search("crowded", StudyMethod.Tpe, trials: 24, retrainings: 0) with { Resources = new() { Device = "cpu", Parallelism = 4 } };
        await cluster.RunToItsEnd(study, (order, _) => Judged(order));

        MethodResult method = Assert.Single((await Result("crowded")).Methods);
        Assert.Equal(24, method.Trials.Select(trial => string.Join(' ', trial.Values)).Distinct().Count());
    }

    [Fact]
    public async Task Search_WhenATrialIsToldTwice_CountsItOnce()
    {
        ManualDevices devices = await cluster.SubmitManually(Search("told-twice", StudyMethod.Random, trials: 2, retrainings: 0));
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        WorkKey first = new() { Study = "told-twice", Kind = WorkKind.Trial, OuterStep = 0, Replica = 0 };
        Fence fence = ManualDevices.New();

        Assert.Equal(Verdict.Accepted, await devices.Finish(first, fence));
        Assert.Equal(Verdict.Duplicate, await devices.Finish(first, fence));
        StudyStatus status = await devices.Status();
        Assert.Equal((1, 10.0), (status.Trials, status.GradientSteps));
    }

    /// <summary>However many slots there are to fill, what users ask has its turn between two proposals.</summary>
    [Fact]
    public async Task Pause_WhileTrialsAreProposed_DoesNotWaitUntilEverySlotHasOne()
    {
        const int Slots = 1000;
        ManualDevices devices = await cluster.SubmitManually(Search("many-slots", StudyMethod.Random, trials: Slots) with { Resources = new() { Parallelism = Slots } });

        StudyStatus paused = (await devices.Study.Pause("lunch").Reached("the pausing")).Status;

        Assert.Equal(StudyState.Paused, paused.State);
        Assert.InRange(paused.Replicas.Length, 0, Slots - 1);
        await devices.Study.Resume().Reached("the resuming");
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length > paused.Replicas.Length, "it goes on to propose");
        await devices.Study.Cancel("seen enough").Reached("the cancelling");
    }

    [Fact]
    public async Task Greedy_RunsEveryFactorWithEverySeed_AndRetrainsTheScheduleOfTheBestRun()
    {
        KindMap<ImmutableArray<double>>? retrained = null;
        System.Collections.Concurrent.ConcurrentBag<(int Seed, double Factor)> runs = [];
        StudySpecification study = Search("greedy", StudyMethod.Hd, trials: null) with { Seeds = new() { Count = 2 }, Greedy = new() { Factors = [0.5, 2] } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) =>
        {
            retrained = order.Key.Kind == WorkKind.RetrainLearned ? order.Schedule : retrained;
            if (order.Trial is not { } trial)
            {
                return Judged(order);
            }

            runs.Add((trial.Member, trial.Factor));
            KindMap<ImmutableArray<double>> schedule = order.Schedule with { LearningRate = [trial.Factor, trial.Member] };
            return Judged(order) with { Loss = trial is { Factor: 2, Member: 1 } ? 0.1 : 0.9, Schedule = schedule };
        });

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([(0, 0.5), (0, 2), (1, 0.5), (1, 2)], runs.Order());
        Assert.Equal([2.0, 1.0], retrained!.LearningRate);
    }

    [Fact]
    public async Task Search_ThatHasUsedItsBudget_GoesOnWhenItIsRaised()
    {
        StudySpecification study = Search("raised", StudyMethod.Hyperband, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 130 } };
        await cluster.RunToItsEnd(study, (order, _) => Judged(order));
        IStudyGrain grain = cluster.Study("raised");

        VerbReply steps = await grain.Extend(new() { OuterSteps = 20 }).Reached("more outer steps");
        VerbReply reply = await grain.Extend(new() { GradientSteps = 160 }).Reached("more budget");
        await cluster.Events("raised");

        Assert.Equal((VerbOutcome.Refused, "--outer-steps: found 20; raised runs hyperband, which has no outer steps: raise its budget instead"), (steps.Outcome, steps.Message));
        Assert.Equal(VerbOutcome.Done, reply.Outcome);
        StudyStatus status = await grain.GetStatus().Reached("the status");
        Assert.Equal((StudyState.Succeeded, 16, 160.0), (status.State, status.Trials, status.Learning.GradientSteps));
    }

    [Fact]
    public async Task Search_ThatWasCancelled_TriesWhatRanAgainWhenItIsExtended()
    {
        StudySpecification study = Search("cancelled-search", StudyMethod.Random, trials: 2, retrainings: 0) with { Budget = new() { GradientSteps = 100 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        WorkKey first = devices.Key(0, kind: WorkKind.Trial);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        await devices.Progress(first, ManualDevices.New());
        await devices.Study.Cancel("enough").Reached("the study is cancelled");
        VerbReply reply = await devices.Study.Extend(new() { GradientSteps = 200 }).Reached("more budget");

        Assert.Equal(VerbOutcome.Done, reply.Outcome);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.SingleOrDefault()?.Key == first, "the first trial waits again");
        await devices.Run(first);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "another trial is proposed");
        await devices.Run(devices.Key(1, kind: WorkKind.Trial));
        await StudyCluster.Until(async () => (await devices.Status()) is { State: StudyState.Succeeded, Trials: 2 }, "both trials are in");
    }

    /// <summary>What the clock cut off says nothing of the values that it ran with.</summary>
    [Fact]
    public async Task Search_WhoseTimeIsUp_TriesWhatRanAgainWhenItIsGivenMore()
    {
        StudySpecification study = Search("search-out-of-time", StudyMethod.Tpe, trials: 2, retrainings: 0) with { Budget = new() { WallClock = Allowed } };
        ManualDevices devices = await cluster.SubmitManually(study);
        WorkKey first = devices.Key(0, kind: WorkKind.Trial);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        Fence cut = ManualDevices.New();
        await devices.Progress(first, cut, spent: 4, seconds: 2);
        cluster.Pass(Allowed);
        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Failed, "the time is up");
        StudyStatus stopped = await devices.Status();
        Assert.Equal((0, 4.0, 2.0), (stopped.Trials, stopped.Learning.GradientSteps, stopped.Learning.DeviceSeconds));
        Assert.Equal(Verdict.Abandon, await devices.Finish(first, cut));

        Assert.Equal(VerbOutcome.Done, (await devices.Study.Extend(new() { WallClock = TimeSpan.FromHours(1) }).Reached("more time")).Outcome);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.SingleOrDefault()?.Key == first, "the first trial waits again");
        await devices.Run(first);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "another trial is proposed");
        await devices.Run(devices.Key(1, kind: WorkKind.Trial));
        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Succeeded, "both trials are in");

        // What was cut off had to be done again.
        StudyStatus status = await devices.Status();
        Assert.Equal((2, 24.0), (status.Trials, status.Learning.GradientSteps));
        Assert.All(Assert.Single((await Result(study.Name)).Methods).Trials, trial => Assert.Equal(ReplicaState.Completed, trial.State));
    }

    /// <summary>The budget is enough for two trials and what the fault has cost only where most of that is in a checkpoint.</summary>
    [Theory]
    [InlineData(4, 2, 22)]
    [InlineData(0, 1, 16)]
    public async Task Search_WhoseTrialFaults_PaysForWhatWasLostAndKeepsToItsBudget(double checkpoint, int trials, double spent)
    {
        StudySpecification study = Search($"faulty-{trials}", StudyMethod.Random, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 22 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        WorkKey first = devices.Key(0, kind: WorkKind.Trial);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        Fence fence = ManualDevices.New();
        await devices.Progress(first, fence, cost: 10);
        await devices.Finish(first, fence, RunOutcome.Faulted, cost: 6);
        Assert.Equal(6, (await devices.Status()).Learning.GradientSteps);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "it waits again");
        await devices.Finish(first, ManualDevices.New((await devices.Status()).Replicas[0].Attempt), firstSpent: checkpoint);
        Assert.Equal(6 + 10 - checkpoint, (await devices.Status()).Learning.GradientSteps);
        if (trials > 1)
        {
            await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "another trial is proposed");
            await devices.Run(devices.Key(1, kind: WorkKind.Trial));
        }

        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Succeeded, "the budget is spent");
        StudyStatus status = await devices.Status();
        Assert.Equal((trials, spent), (status.Trials, status.Learning.GradientSteps));
    }

    [Fact]
    public async Task Search_WhoseTrialFaultsAndCannotBePaidForAgain_EndsWithinItsBudget()
    {
        ManualDevices devices = await cluster.SubmitManually(Search("faulty-and-poor", StudyMethod.Random, trials: null) with { Budget = new() { GradientSteps = 15 } });
        WorkKey first = devices.Key(0, kind: WorkKind.Trial);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 1, "a trial is proposed");
        Fence fence = ManualDevices.New();
        await devices.Progress(first, fence, cost: 10);
        await devices.Finish(first, fence, RunOutcome.Faulted, cost: 6);
        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Failed, "too little is left");

        Assert.StartsWith("none of 0 trials has a validation loss (6 of the budget of 15 gradient steps are spent, and the next trial takes about 10", (await devices.Status()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Curve_OfASearchWithSeveralSlots_CountsWhatRanBesideAResult()
    {
        StudySpecification study = Search("beside", StudyMethod.Random, trials: 2, retrainings: 0) with { Resources = new() { Parallelism = 2 } };
        ManualDevices devices = await cluster.SubmitManually(study);
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Length == 2, "both trials are proposed");
        Fence second = ManualDevices.New();
        await devices.Progress(devices.Key(1, kind: WorkKind.Trial), second, spent: 7, seconds: 3);
        await devices.Run(devices.Key(0, kind: WorkKind.Trial));
        Assert.Equal(10, (await devices.Status()).Learning.GradientSteps);
        await devices.Finish(devices.Key(1, kind: WorkKind.Trial), second);

        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Succeeded, "both trials are in");
        MethodResult method = Assert.Single((await Result(study.Name)).Methods);
        Assert.Equal([(17.0, 3.0), (20.0, 0.0)], method.Curve.Select(point => (point.Spent.GradientSteps, point.Spent.DeviceSeconds)));
        Assert.Equal(20, method.Cost.GradientSteps);
    }

    /// <summary>The next segments would begin with the states of those before.</summary>
    [Fact]
    public async Task Population_ThatHasUsedItsBudget_KeepsWhatItsSegmentsHandOn()
    {
        string folder = Path.Combine(cluster.Checkpoints, "kept-states");
        string states = Directory.CreateDirectory(Path.Combine(folder, "states", "0")).FullName;
        string work = Directory.CreateDirectory(Path.Combine(folder, "Trial", "0", "0")).FullName;
        StudySpecification study = Search("kept-states", StudyMethod.Pbt, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 15 } };
        StudyStatus status = await cluster.RunToItsEnd(study, (order, _) => Judged(order));

        Assert.Equal((StudyState.Failed, 1), (status.State, status.Trials));
        Assert.StartsWith("none of 1 trials has a validation loss at the end of the whole horizon (10 of the budget of 15", status.Reason, StringComparison.Ordinal);
        await StudyCluster.Until(() => Task.FromResult(!Directory.Exists(work)), "the checkpoints of its trials are removed");
        Assert.True(Directory.Exists(states));
        await cluster.Study("kept-states").Delete(force: false).Reached("the deletion");
        await StudyCluster.Until(() => Task.FromResult(!Directory.Exists(folder)), "all its files are removed");
    }

    /// <summary>Were it a matter of one trial, the next thousand would be tried in vain, each three times.</summary>
    [Fact]
    public async Task Search_WhoseDataNobodyCanRead_EndsWithTheReasonOnceOneTrialHasTriedThreeTimes()
    {
        StudyStatus status = await cluster.RunToItsEnd(Search("unreadable", StudyMethod.Random, trials: 1000), (_, _) => new(RunOutcome.Unreadable, "there are no data"));

        Assert.Equal((StudyState.Failed, "it failed 3 times; the last reason: there are no data"), (status.State, status.Reason));
        TrialRecord trial = Assert.Single(Assert.Single((await Result("unreadable")).Methods).Trials);
        Assert.Equal((ReplicaState.Failed, 3), (trial.State, trial.Attempt));
    }

    [Fact]
    public async Task Population_WhoseMembersHaveAllEndedASegment_DropsWhatTheOneBeforeHandedOn()
    {
        string states = Directory.CreateDirectory(Path.Combine(cluster.Checkpoints, "outlived", "states")).FullName;
        string StateOf(int trial) => Path.Combine(states, trial.ToString(CultureInfo.InvariantCulture));
        TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Runner.Script("outlived", (order, stopping) =>
        {
            if (order.Trial is null)
            {
                // While it retrains, the study has not ended, which would drop everything.
                looked.Task.Wait(stopping);
            }
            else if (order.Trial.Parent is { } parent && !Directory.Exists(StateOf(parent)))
            {
                throw new InvalidOperationException($"The state of trial {parent} is gone.");
            }
            else
            {
                Directory.CreateDirectory(StateOf(order.Key.Replica));
            }

            return Judged(order);
        });
        await cluster.Submit(Search("outlived", StudyMethod.Pbt, trials: null));
        await StudyCluster.Until(() => Task.FromResult(Directory.GetDirectories(states).Select(Path.GetFileName).Order().SequenceEqual(["3", "4", "5"])), "only the states of the last segment are left");
        looked.SetResult();
        await cluster.Events("outlived");

        Assert.All(Assert.Single((await Result("outlived")).Methods).Trials, trial => Assert.Equal((ReplicaState.Completed, 1), (trial.State, trial.Attempt)));
    }

    /// <summary>A schedule that diverges over the whole horizon can do well over a part of it.</summary>
    [Theory]
    [InlineData(StudyMethod.Hyperband)]
    [InlineData(StudyMethod.Bohb)]
    [InlineData(StudyMethod.Asha)]
    public async Task Search_WhoseShortRunsLookBest_ChoosesAWholeOne(StudyMethod method)
    {
        KindMap<ImmutableArray<double>>? retrained = null;
        await cluster.RunToItsEnd(Search($"whole-{method.Word()}", method, trials: 13), (order, _) =>
        {
            retrained = order.Key.Kind == WorkKind.RetrainLearned ? order.Schedule : retrained;
            return Judged(order) with { Loss = order.Trial?.Resource ?? 0 };
        });

        MethodResult result = Assert.Single((await Result($"whole-{method.Word()}")).Methods);
        TrialRecord whole = Assert.Single(result.Trials, trial => trial.Share == 1);
        Assert.Equal((13, 9.0), (result.Trials.Length, result.ValidationLoss));
        Assert.Equal(whole.Number, Assert.Single(result.Curve).Number);
        Assert.Equal(whole.Values, [.. retrained!.LearningRate, .. retrained.WeightDecay]);
    }

    /// <summary>
    /// Of 1000 examples 100 are held out, so that an evaluation costs 10/3: rungs of 8, 31 and 100 steps. The first trial is asked before that is
    /// known, as one of the lowest rung, and no other with it, although there are four slots.
    /// </summary>
    [Theory]
    [InlineData(StudyMethod.Hyperband, false)]
    [InlineData(StudyMethod.Hyperband, true)]
    [InlineData(StudyMethod.Asha, true)]
    public async Task Search_WhoseFirstTrialTellsTheData_HasRungsByCost(StudyMethod method, bool resume)
    {
        string name = $"rungs-{method.Word()}-{(resume ? "on" : "anew")}";
        StudySpecification study = Search(name, method, trials: 24, retrainings: 0);
        study = study with
        {
            Data = study.Data with { ValidationFraction = 0.1 },
            Inner = study.Inner with { Steps = 100 },
            Search = new() { Trials = 24, Resume = resume },
            Resources = new() { Device = "cpu" },
        };
        ConcurrentDictionary<int, WorkOrder> orders = new();
        int running = 0;
        cluster.Runner.Tell(name, RungsTests.Data(1000));
        await cluster.RunToItsEnd(study, (order, _) =>
        {
            orders[order.Key.Replica] = order;
            Assert.True(Interlocked.Increment(ref running) == 1 || order.Key.Replica > 0);
            TrialSteps steps = TrialTranslation.Steps(study, order.Trial!, examples: 1000);
            WorkResult result = Judged(order) with { InnerSteps = steps.End, GradientSteps = steps.Count + (10.0 / 3) };
            Interlocked.Decrement(ref running);
            return result;
        });

        TrialRecord[] trials = [.. Assert.Single((await Result(name)).Methods).Trials.OrderBy(trial => trial.Number)];
        Assert.Equal((24, 1, 1.0 / 9), (trials.Length, orders[0].Trial!.Resource, trials[0].Share));
        Dictionary<double, int> ends = new() { [1.0 / 9] = 8, [1.0 / 3] = 31, [1] = 100 };
        Assert.All(trials, trial => Assert.Equal(ends[trial.Share], trial.InnerSteps));
        Assert.Contains(trials, trial => trial.Share == 1 && trial.Parent is not null);
        Assert.All(trials.Where(trial => trial.Parent is not null), trial =>
        {
            TrialRecord parent = trials[trial.Parent!.Value];
            Assert.Equal(trial.InnerSteps - (resume ? parent.InnerSteps : 0) + (10.0 / 3), trial.GradientSteps, 1e-9);
            Assert.Equal(resume ? parent.Member : 0, trial.Member);
            Assert.Equal(parent.Values, trial.Values);
        });
        Assert.All(trials.Where(trial => trial.Parent is null && resume), trial => Assert.Equal(trial.Number, trial.Member));
    }

    [Fact]
    public async Task Population_WhoseFirstSegmentsLookBest_ChoosesAmongTheLast()
    {
        StudySpecification study = Search("last-segments", StudyMethod.Pbt, trials: null);
        await cluster.RunToItsEnd(study, (order, _) => Judged(order) with { Loss = (order.Trial?.Segment ?? 0) + (0.1 * order.Key.Replica) });

        MethodResult result = Assert.Single((await Result(study.Name)).Methods);
        Assert.Equal((6, 1.3), (result.Trials.Length, result.ValidationLoss!.Value));
        Assert.Equal([3, 4, 5], result.Curve.Select(point => point.Number));
        Assert.Equal(2, result.Schedule!.LearningRate.Length);
    }

    [Fact]
    public async Task Search_WithoutAWholeRun_FailsSayingSoAndGoesOnWhenItsBudgetIsRaised()
    {
        StudySpecification study = Search("no-whole-run", StudyMethod.Hyperband, trials: null, retrainings: 0) with { Budget = new() { GradientSteps = 45 } };
        StudyStatus poor = await cluster.RunToItsEnd(study, (order, _) => Within(order, 10));

        Assert.Equal((StudyState.Failed, 4, null), (poor.State, poor.Trials, poor.BestValidationLoss));
        Assert.Equal("none of 4 trials has a validation loss at the end of the whole horizon (40 of the budget of 45 gradient steps are spent, and the next trial takes about 10)", poor.Reason);
        MethodResult result = Assert.Single((await Result(study.Name)).Methods);
        Assert.Null(result.Schedule);
        Assert.Empty(result.Curve);

        Assert.Equal(VerbOutcome.Done, (await cluster.Study(study.Name).Extend(new() { GradientSteps = 135 }).Reached("more budget")).Outcome);
        await cluster.Events(study.Name, after: poor.Sequence);
        StudyStatus rich = await cluster.Study(study.Name).GetStatus().Reached("the status");
        Assert.Equal((StudyState.Succeeded, 13, 130.0), (rich.State, rich.Trials, rich.Learning.GradientSteps));
        Assert.NotNull(rich.BestValidationLoss);
    }

    /// <summary>Two methods that shared draws would be lucky together.</summary>
    [Fact]
    public async Task Searches_OfTheSameSeed_DrawForThemselves()
    {
        System.Collections.Concurrent.ConcurrentBag<(StudyMethod Method, long? Seed)> seeds = [];
        foreach (StudyMethod method in new[] { StudyMethod.Random, StudyMethod.Tpe, StudyMethod.Rtho })
        {
            await cluster.RunToItsEnd(Search($"own-draws-{method.Word()}", method, trials: method == StudyMethod.Rtho ? null : 6, retrainings: 0), (order, _) =>
            {
                seeds.Add((method, order.Trial!.Seed));
                return Judged(order);
            });
        }

        Assert.DoesNotContain(seeds, seed => seed.Seed is null or 0);
        Assert.Equal(3, seeds.Distinct().Count());
        Assert.Equal(3, seeds.Select(seed => seed.Seed).Distinct().Count());
        ImmutableArray<TrialRecord>[] trials = [(await Result("own-draws-random")).Methods[0].Trials, (await Result("own-draws-tpe")).Methods[0].Trials];
        Assert.Empty(trials[0].SelectMany(trial => trial.Values).Intersect(trials[1].SelectMany(trial => trial.Values)));
    }

    [Theory]
    [InlineData(1, 2, new int[0])]
    [InlineData(1, 3, new[] { 0, 1, 2 })]
    [InlineData(0, 3, new int[0])]
    public void Outlived_IsASegmentOnceEveryMemberHasEndedTheNext(int segment, int members, int[] expected)
    {
        TrialRecord[] trials =
        [
            .. Enumerable.Range(0, segment).SelectMany(before => Enumerable.Range(0, 3).Select(member => Ended((3 * before) + member, member, before, loss: 1))),
            Ended(8, 0, segment, double.NaN),
            .. Enumerable.Range(0, members).Select(member => Ended(10 + member, member, segment, loss: 1)),
        ];
        StudySpecification study = Search("any", StudyMethod.Pbt, trials: null);

        Assert.Equal(expected, TrialSearch.Outlived(study, trials, trials[^1]));
        Assert.Empty(TrialSearch.Outlived(study, trials, trials.Single(trial => trial.Number == 8)));
        Assert.Empty(TrialSearch.Outlived(Search("any", StudyMethod.Random, trials: null), trials, trials[^1]));

        // A short run is continued once: whatever came of that.
        StudySpecification resumed = Search("any", StudyMethod.Bohb, trials: null);
        resumed = resumed with { Search = resumed.Search with { Resume = true } };
        Assert.Empty(TrialSearch.Outlived(resumed, trials, trials[^1]));
        Assert.Equal([7], TrialSearch.Outlived(resumed, trials, Ended(9, 7, 0, double.NaN) with { Parent = 7 }));
    }

    private static TrialRecord Ended(int number, int member, int segment, double loss) => new()
    {
        Number = number,
        Member = member,
        Segment = segment,
        State = double.IsFinite(loss) ? ReplicaState.Completed : ReplicaState.Diverged,
        Values = [],
        Share = 1,
        ValidationLoss = loss,
        ValidationAccuracy = 0,
    };

    private static (int Number, string Values, double Share, int? Parent, double Loss) Told(TrialRecord trial) =>
        (trial.Number, string.Join(' ', trial.Values), trial.Share, trial.Parent, trial.ValidationLoss);

    private async Task<StudyResult> Result(string study) => (await cluster.Study(study).GetResult().Reached($"the result of {study}"))!;

    private static StudySpecification Search(string name, StudyMethod method, int? trials, int retrainings = 1) => TestStudies.Specification(name, retrainings: retrainings) with
    {
        Methods = [method],
        Search = new() { Trials = trials, MaximumResource = 9, Population = 3 },
        Resources = new() { Device = "cpu", Parallelism = 1 },
    };

    /// <summary>As a device that looks at its limit before it begins.</summary>
    private static WorkResult Within(WorkOrder order, double cost) => order.CostLimit < cost
        ? new(RunOutcome.Unaffordable, $"it takes {cost}, and {order.CostLimit} are left") { Cost = cost }
        : Judged(order) with { GradientSteps = cost };

    /// <summary>A loss that depends on what the order trains with and for how long.</summary>
    private static WorkResult Judged(WorkOrder order)
    {
        ImmutableArray<double> values = [.. order.Schedule.LearningRate, .. order.Schedule.WeightDecay];
        double loss = values.Select((value, i) => (value - (0.1 * i)) * (value - (0.1 * i))).Sum() + (1.0 / (1 + (order.Trial?.Resource ?? 0))) + (0.01 * (order.Trial?.Factor ?? 0));
        return new(RunOutcome.Completed, null)
        {
            Loss = loss,
            Accuracy = 1 / (1 + loss),
            AboveChance = true,
            InnerSteps = 8,
            GradientSteps = 10,
            Schedule = order.Specification.Method.IsGreedy() ? order.Schedule : null,
        };
    }
}
