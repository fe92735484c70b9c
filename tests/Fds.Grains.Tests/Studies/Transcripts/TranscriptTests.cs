using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Testing;
using Xunit;

namespace Fds.Grains.Tests.Studies.Transcripts;

/// <summary>
/// Every kind of study from its submission to its end, against the transcript that was recorded of it: the same events in the same order, the
/// same record to the last bit. <c>FDS_UPDATE_TRANSCRIPTS=1</c> records them anew.
/// </summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class TranscriptTests(StudyCluster cluster)
{
    [Fact]
    public Task OuterLoop() => Runs("outer-loop", study => study with { Outer = study.Outer with { Steps = 4 } });

    [Fact]
    public Task OuterLoop_ByAdam_ChoosesAmongCandidates() => Runs("outer-adam", study => AdamOuterRuleTests.Adam(study) with { Outer = new() { Steps = 5, Rule = OuterRule.Adam, Margin = 0.1 } });

    [Fact]
    public Task OuterLoop_OfGroups_FromAStartThatItFinds() => Runs("outer-groups", study =>
    {
        StudySpecification adam = AdamOuterRuleTests.Adam(study);
        KindMap<HyperparameterSpecification> kinds = adam.Hyperparameters;
        return adam with
        {
            Groups = [new() { Name = "first", Parameters = ["dense1.weight", "dense1.bias"] }, new() { Name = "others", Parameters = [.. ParameterNames.Of(new() { Name = "mlp" }).Skip(2)] }],
            Hyperparameters = kinds with
            {
                LearningRate = kinds.LearningRate with { GroupWindows = [1, 1] },
                WeightDecay = kinds.WeightDecay with { Auto = true },
            },
        };
    });

    [Fact]
    public Task Search_ThatConfirms() => Runs("search-confirmed", study => study with { Methods = [StudyMethod.Random], Search = new() { Trials = 5, Confirm = new() { OfSearches = true, Best = 2, Seeds = 2 } } });

    [Fact]
    public Task OuterLoop_ByAdam_WhereReplicasDiverge_AndTheBudgetEnds() => Runs(
        "outer-adam-hazards",
        study => AdamOuterRuleTests.Adam(study) with { Outer = new() { Steps = 9, Rule = OuterRule.Adam }, Budget = new() { GradientSteps = 150 } },
        order => (order.Key.Kind, order.Key.OuterStep, order.Key.Replica) switch
        {
            (WorkKind.Hypergradient, 1, 0) => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3, InnerSteps = 3 },
            (WorkKind.Confirm, 1, 1) => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3, InnerSteps = 3 },
            _ => Judged(order),
        });

    [Fact]
    public Task OuterLoop_InSharesOfColumns() => Runs("told-shares", study => study with { Resources = study.Resources with { ColumnShards = 2 }, Inner = study.Inner with { Chunk = 1 } });

    [Fact]
    public Task OuterLoop_WhereReplicasDivergeAndFail() => Runs("hazards", study => study with { Outer = study.Outer with { Steps = 4 }, Seeds = study.Seeds with { Count = 3 } }, order => (order.Key.OuterStep, order.Key.Replica) switch
    {
        (0, 1) => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3, InnerSteps = 3 },
        (1, 2) => throw new InvalidOperationException("out of memory"),
        (2, _) when order.Key.Kind == WorkKind.Hypergradient => new(RunOutcome.Collapsed, "it says the same of every image") { GradientSteps = 3, InnerSteps = 3 },
        _ => Judged(order),
    });

    [Fact]
    public Task OuterLoop_WhoseBudgetEnds() => Runs("budget", study => study with { Outer = study.Outer with { Steps = 9 }, Budget = new() { GradientSteps = 45 } });

    [Theory]
    [InlineData(StudyMethod.Random)]
    [InlineData(StudyMethod.Tpe)]
    [InlineData(StudyMethod.Gp)]
    [InlineData(StudyMethod.Hyperband)]
    [InlineData(StudyMethod.Bohb)]
    [InlineData(StudyMethod.Asha)]
    [InlineData(StudyMethod.Pbt)]
    [InlineData(StudyMethod.Hd)]
    [InlineData(StudyMethod.Rtho)]
    [InlineData(StudyMethod.Marthe)]
    [InlineData(StudyMethod.Hand)]
    public Task Search(StudyMethod method) => Runs($"search-{method.Word()}", study => study with { Methods = [method], Search = Searched(method) });

    /// <summary>Three rungs are left of four once the first trial has told the data, and promoted trials go on.</summary>
    [Fact]
    public Task Search_ThatResumes()
    {
        cluster.Runner.Tell("search-resumed", RungsTests.Data(1000));
        return Runs("search-resumed", study => study with { Methods = [StudyMethod.Asha], Inner = study.Inner with { Steps = 100 }, Search = new() { Trials = 15, Resume = true } });
    }

    [Fact]
    public Task Search_WhoseBudgetEnds() =>
        Runs("search-budget", study => study with { Methods = [StudyMethod.Tpe], Budget = new() { GradientSteps = 65 } });

    [Fact]
    public Task Search_WhereTrialsDivergeAndFail() => Runs("search-hazards", study => study with { Methods = [StudyMethod.Random], Search = new() { Trials = 6 } }, order => order.Key.Replica switch
    {
        1 => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 3, InnerSteps = 3 },
        3 when order.Trial is not null => throw new InvalidOperationException("out of memory"),
        _ => Judged(order),
    });

    [Fact]
    public Task Measurement() => Runs("measurement", study => study with { Fluctuation = new() { Runs = 3 }, Retrain = new() { Seeds = 0 } }, order => Judged(order) with { Hypergradient = Gradient(order), GreedyHypergradient = TestStudies.Gradient(0.5, -order.Key.Replica, 2) });

    [Fact]
    public Task Population_OfTwoGenerations() => Runs("population", study => study with { Population = new() { Members = 2, ReplaceEvery = 1 } }, children: ["population-m0", "population-m1", "population-m0-g1", "population-m1-g1"]);

    [Fact]
    public Task Comparison() => Runs(
        "comparison",
        study => study with { Methods = [StudyMethod.Fds, StudyMethod.Random, StudyMethod.Rtho], Search = new() { CostFactor = 2 } },
        children: ["comparison-fds", "comparison-random", "comparison-rtho"]);

    [Fact]
    public async Task Verbs_OnAStudyWhoseDevicesAreSpokenFor()
    {
        ManualDevices devices = await cluster.SubmitManually(Study("verbs") with { Resources = new() { Device = "cuda" } });
        Fence first = ManualDevices.New();
        await devices.Progress(devices.Key(0), first, innerStep: 4, spent: 4);
        await devices.Study.Pause("lunch");
        await devices.Finish(devices.Key(0), first, RunOutcome.Preempted, reason: "paused", cost: 5);
        await devices.Study.Resume();
        await devices.Run(devices.Key(0));
        await devices.Finish(devices.Key(1), ManualDevices.New(attempt: 7));
        await devices.Run(devices.Key(1), TestStudies.Gradient(2, 1, -1));
        await devices.Study.Pause("again");
        await cluster.Deactivate("verbs");
        await devices.Study.Resume();
        await devices.Run(devices.Key(0, outerStep: 1));
        await devices.Run(devices.Key(1, outerStep: 1), outcome: RunOutcome.Diverged, reason: "not finite");
        await devices.Run(devices.Key(0, kind: WorkKind.RetrainLearned));
        await devices.Run(devices.Key(0, kind: WorkKind.RetrainBest));
        await devices.Study.Extend(new() { OuterSteps = 3 });
        await devices.Run(devices.Key(1, outerStep: 2));
        await devices.Run(devices.Key(0, outerStep: 2));
        await devices.Progress(devices.Key(0, kind: WorkKind.RetrainLearned), ManualDevices.New(), innerStep: 4, spent: 4);
        await devices.Study.Cancel("enough");
        await Compare("verbs");
    }

    [Fact]
    public async Task Quorum_AndAReportThatComesLate()
    {
        StudySpecification study = Study("told-quorum");
        ManualDevices devices = await cluster.SubmitManually(study with { Seeds = new() { Count = 3, Quorum = 2, Grace = TimeSpan.Zero } });
        Fence late = ManualDevices.New();
        await devices.Progress(devices.Key(1), late, innerStep: 2, spent: 2);
        await devices.Run(devices.Key(0));
        await devices.Run(devices.Key(2), TestStudies.Gradient(3, 1, 2));
        await devices.Finish(devices.Key(1), late);
        await devices.Finish(devices.Key(1), late);
        await devices.Run(devices.Key(1, outerStep: 1));
        await devices.Run(devices.Key(2, outerStep: 1));
        await devices.Run(devices.Key(0, kind: WorkKind.RetrainLearned));
        await devices.Run(devices.Key(0, kind: WorkKind.RetrainBest));
        await Compare("told-quorum");
    }

    private static StudySpecification Study(string name) => TestStudies.Specification(name) with { Name = name };

    private static SearchSpecification Searched(StudyMethod method) => new()
    {
        Trials = method.IsGreedy() ? null : 12,
        MaximumResource = 4,
        MinimumResource = 1,
        ReductionFactor = 2,
        Population = 3,
    };

    private static ImmutableArray<double> Gradient(WorkOrder order) => TestStudies.Gradient(1 + (0.3 * order.Key.Replica) - order.Key.OuterStep, -1 + (0.1 * order.Key.OuterStep), 1 - order.Key.Replica);

    /// <summary>A result that depends on the order alone.</summary>
    private static WorkResult Judged(WorkOrder order)
    {
        double loss = order.Schedule.LearningRate.Concat(order.Schedule.WeightDecay).Select((value, i) => (value - (0.2 * i)) * (value - (0.2 * i))).Sum() + (0.01 * order.Key.Replica) + (1.0 / (1 + (order.Trial?.Resource ?? 4)));
        bool isHypergradient = order.Key.Kind == WorkKind.Hypergradient;
        int[] columns = order.Specification.Resources.ColumnShards > 1 ? [.. Enumerable.Range(0, 3).Where(column => column % 2 == order.Key.Shard)] : [];
        ImmutableArray<double> gradient = Gradient(order);
        return new(RunOutcome.Completed, null)
        {
            Hypergradient = !isHypergradient ? [] : columns.Length > 0 ? [.. columns.Select(column => gradient[column])] : gradient,
            Columns = isHypergradient ? [.. columns] : [],
            Loss = loss,
            Accuracy = 1 / (1 + loss),
            AboveChance = true,
            InnerSteps = 8,
            GradientSteps = 10,
            Schedule = order.Specification.Method.IsGreedy() && order.Trial is not null ? order.Schedule : null,
        };
    }

    /// <summary>One run at a time, so that reports come in one order.</summary>
    private async Task Runs(string name, Func<StudySpecification, StudySpecification> specify, Func<WorkOrder, WorkResult>? judge = null, params string[] children)
    {
        StudySpecification study = specify(Study(name));
        foreach (string each in (string[])[name, .. children])
        {
            cluster.Runner.Script(each, (order, _) => (judge ?? Judged)(order));
        }

        await cluster.Submit(study with { Resources = study.Resources with { Parallelism = 1 } });
        await Compare(name, children);
    }

    private async Task Compare(string name, params string[] children)
    {
        string text = "";
        foreach (string each in (string[])[name, .. children])
        {
            List<StudyEvent> events = await cluster.Events(each);
            if (events.Exists(happened => happened.Kind == StudyEventKind.MethodChanged))
            {
                // Methods run beside each other: in which order they end is seen by chance.
                events.Sort((one, other) => string.CompareOrdinal(one.Message, other.Message));
            }

            text += $"# {each}\n{Transcript.Of(events, await cluster.Study(each).GetResult().Reached($"the result of {each}"))}";
        }

        string file = Path.Combine(SharedFolder.Checkout, "tests", "Fds.Grains.Tests", "Studies", "Transcripts", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("FDS_UPDATE_TRANSCRIPTS") == "1")
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }
}
