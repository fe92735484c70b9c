using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Plans.Starting;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Studies that find a schedule to begin with, on devices that follow a script.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class StudyStartTests(StudyCluster cluster)
{
    /// <summary>Five shapes of four peaks, as two windows do not tell warm-up–stable–decay from a constant, with two weight decays.</summary>
    [Fact]
    public void Candidates_AreThoseOfTheHandForTheKindsThatLeaveTheirStartOpen()
    {
        ImmutableArray<CandidateRecord> both = StartCandidates.Of(Auto("start-both"));
        ImmutableArray<CandidateRecord> rate = StartCandidates.Of(Auto("start-rate", decay: false));

        Assert.Equal(20, rate.Length);
        Assert.Equal(40, both.Length);
        Assert.Equal("constant 0.03", rate[0].Name);
        Assert.Equal("constant 0.03, weight decay 0.0005", both[0].Name);
        Assert.Equal([0.03, 0.03, 0.75, 0.25], [.. rate[0].Schedule.LearningRate, .. rate[0].Schedule.Momentum, .. rate[0].Schedule.WeightDecay]);
        Assert.Equal([0.03, 0.03, 0.75, 5e-4], [.. both[0].Schedule.LearningRate, .. both[0].Schedule.Momentum, .. both[0].Schedule.WeightDecay]);
        Assert.Equal(rate.Length, rate.Select(candidate => candidate.Name).Distinct().Count());
    }

    [Fact]
    public async Task Study_ThatFindsItsStart_LearnsFromTheBestOneAndIsComparedWithIt()
    {
        List<(WorkKey Key, KindMap<ImmutableArray<double>> Schedule)> orders = [];
        StudyStatus status = await cluster.RunToItsEnd(Auto("started", decay: false), (order, _) =>
        {
            lock (orders)
            {
                orders.Add((order.Key, order.Schedule));
            }

            return order.Key.Kind switch
            {
                // The fifth is the best with lower learning rates, but it is over the edge with higher ones. The tenth is the best in two runs, but not in more.
                WorkKind.Start when order.Key is { OuterStep: 4, Replica: 1 } => new(RunOutcome.Diverged, "the loss was not finite") { GradientSteps = 10 },
                WorkKind.Start or WorkKind.StartAgain => new(RunOutcome.Completed, null) { Loss = order.Key switch { { OuterStep: 4 } => 0.1, { OuterStep: 7 } => 0.2, { OuterStep: 9, Kind: WorkKind.Start } => 0.15, { OuterStep: 9 } => 0.4, _ => 0.5 }, Accuracy = 0.5, GradientSteps = 10, InnerSteps = 8 },
                WorkKind.Hypergradient => new(RunOutcome.Completed, null) { Hypergradient = [1, -1, 1], Loss = 0.15, Accuracy = 0.5, GradientSteps = 20, InnerSteps = 8 },
                _ => new(RunOutcome.Completed, null) { Loss = order.Key is { Kind: WorkKind.Confirm, OuterStep: 0 } ? 0.2 : 0.15, Accuracy = 0.5, GradientSteps = 10, InnerSteps = 8 },
            };
        });

        CandidateRecord chosen = StartCandidates.Of(Auto("started", decay: false))[7];
        StudyResult result = (await cluster.Study("started").GetResult())!;
        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal((40, 32), (orders.Count(order => order.Key.Kind == WorkKind.Start), orders.Count(order => order.Key.Kind == WorkKind.StartAgain)));
        Assert.Equal(4, orders.Where(order => order.Key.Kind == WorkKind.StartAgain).Select(order => order.Key.OuterStep).Distinct().Count());
        double[] seventh = [.. orders.Where(order => order.Key is { Kind: WorkKind.Start, OuterStep: 7 }).OrderBy(order => order.Key.Replica).Select(order => order.Schedule.LearningRate[0])];
        Assert.Equal([chosen.Schedule.LearningRate[0] * Math.Exp(-0.2), chosen.Schedule.LearningRate[0] * Math.Exp(0.2)], seventh, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(chosen.Schedule.LearningRate, result.OuterSteps[0].Schedule.LearningRate);
        Assert.Equal(chosen.Schedule.LearningRate, result.Candidates.Single(candidate => candidate.Name == CandidateRecord.Start).Schedule.LearningRate);
        Assert.Equal(chosen.Schedule.LearningRate, orders.First(order => order.Key.Kind == WorkKind.RetrainInitial).Schedule.LearningRate);
        Assert.Equal((40 / 2, chosen.Name), (result.Starts.Length, result.Starts.Single(start => start.IsChosen).Name));
        Assert.Equal(double.PositiveInfinity, result.Starts[4].Losses[1]);
        Assert.Equal(8, result.Starts.Single(start => start.IsChosen).Losses.Length);
        Assert.Equal((40 + 32) * 10, result.Status.Learning.GradientSteps - (2 * 2 * 20) - (result.Candidates.Length * 2 * 10));
    }

    [Fact]
    public async Task Study_WhenNoStartCanBeRun_BeginsAtTheDefaults()
    {
        StudyStatus status = await cluster.RunToItsEnd(Auto("no-start"), (order, _) => order.Key.Kind switch
        {
            WorkKind.Start => new(RunOutcome.Diverged, "the loss was not finite"),
            WorkKind.Hypergradient => new(RunOutcome.Completed, null) { Hypergradient = [1, -1, 1], Loss = 0.15, Accuracy = 0.5 },
            _ => new(RunOutcome.Completed, null) { Loss = 0.15, Accuracy = 0.5 },
        });

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.Equal([0.5, 0.5], (await cluster.Study("no-start").GetResult())!.OuterSteps[0].Schedule.LearningRate);
    }

    [Fact]
    public async Task Study_WhoseBudgetEndsBeforeItHasAStart_SaysSo()
    {
        StudyStatus status = await cluster.RunToItsEnd(Auto("no-money") with { Budget = new() { GradientSteps = 50 } }, (order, _) => new(RunOutcome.Completed, null) { Loss = 1, GradientSteps = 10 });

        Assert.Equal(StudyState.Failed, status.State);
        Assert.Contains("the budget of 50 gradient steps is used up", status.Reason, StringComparison.Ordinal);
    }

    /// <summary>A run that would exceed its part of the budget is not begun. What was found until then is a start all the same.</summary>
    [Fact]
    public async Task Study_WhenAStartCannotBePaidFor_TakesTheBestOfThoseThatAreIn()
    {
        StudyStatus status = await cluster.RunToItsEnd(Auto("dear-start", decay: false) with { Budget = new() { GradientSteps = 10_000 }, Resources = new() { Device = "cpu", Parallelism = 1 } }, (order, _) => order.Key switch
        {
            { Kind: WorkKind.Start, OuterStep: 13 } => new(RunOutcome.Unaffordable, "the next run takes about 400 gradient steps, and 250 are left for it") { Cost = 400 },
            { Kind: WorkKind.Start or WorkKind.StartAgain } => new(RunOutcome.Completed, null) { Loss = 1.0 / (1 + order.Key.OuterStep), Accuracy = 0.5, GradientSteps = 10 },
            { Kind: WorkKind.Hypergradient } => new(RunOutcome.Completed, null) { Hypergradient = [1, -1, 1], Loss = 0.15, Accuracy = 0.5, GradientSteps = 20 },
            _ => new(RunOutcome.Completed, null) { Loss = 0.15, Accuracy = 0.5, GradientSteps = 10 },
        });

        StudyResult result = (await cluster.Study("dear-start").GetResult())!;
        Assert.Equal((StudyState.Succeeded, null), (status.State, status.Reason));
        CandidateRecord chosen = result.Starts.Single(start => start.IsChosen);
        Assert.Equal(result.Starts.Where(start => !start.Losses.IsEmpty).MinBy(start => start.Losses.Average())!.Name, chosen.Name);
        Assert.Empty(result.Starts[13].Losses);
        Assert.Equal(chosen.Schedule.LearningRate, result.OuterSteps[0].Schedule.LearningRate);
    }

    private static StudySpecification Auto(string name, bool decay = true)
    {
        StudySpecification study = AdamOuterRuleTests.Adam(TestStudies.Specification(name));
        KindMap<HyperparameterSpecification> kinds = study.Hyperparameters;
        return study with
        {
            Hyperparameters = kinds with
            {
                LearningRate = kinds.LearningRate with { Auto = true, Minimum = 1e-6 },
                WeightDecay = kinds.WeightDecay with { Auto = decay, Minimum = 1e-6 },
            },
        };
    }
}
