using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>What trials will cost, against what a device says once it has the data: 0.4 of the examples are held out, and judging on them costs what it costs.</summary>
public sealed class TrialCostTests
{
    private const int Examples = 2000;

    public static TheoryData<StudyMethod, int?, int?> Horizons => new()
    {
        { StudyMethod.Hyperband, 100, null },
        { StudyMethod.Hyperband, null, 1 },
        { StudyMethod.Asha, null, 3 },
        { StudyMethod.Pbt, 101, null },
        { StudyMethod.Pbt, null, 1 },
    };

    /// <summary>In proportion to its share a run over the whole horizon would cost nine times a ninth of it, although it is judged once.</summary>
    [Theory]
    [MemberData(nameof(Horizons))]
    public void Of_WhenOtherTrialsAreIn_IsTheCostOrTheLeastThatItCanBe(StudyMethod method, int? steps, int? epochs)
    {
        StudyRecord state = State(method, steps, epochs);
        WorkItem[] items = [.. Trials(state.Specification)];
        foreach (WorkItem known in items)
        {
            // No member trains a segment before the first.
            state.Trials = [.. items.TakeWhile(item => item != known && method == StudyMethod.Pbt).Append(known).Select(item => Record(state.Specification, item))];
            foreach (WorkItem next in items)
            {
                double cost = Cost(state.Specification, next.Trial!);
                double forecast = TrialCost.Of(state, next)!.Value;
                bool exact = steps is not null || TrialSearch.EndsTheHorizon(state.Specification, state.Trials[^1]) || next.Trial == known.Trial;
                Assert.InRange(forecast, exact ? cost - 1e-9 : 0, cost + 1e-9);
                Assert.True(forecast > 0.8 * cost, $"A trial that costs {cost} is taken to cost {forecast}.");
            }
        }
    }

    [Fact]
    public void Of_WhenADeviceHasSaidWhatAnotherCosts_IsExactWhereTheHorizonIsGiven()
    {
        StudyRecord state = State(StudyMethod.Hyperband, steps: 100, epochs: null);
        WorkItem[] items = [.. Trials(state.Specification)];
        Assert.Null(TrialCost.Of(state, items[^1]));

        items[0].Cost = Cost(state.Specification, items[0].Trial!);
        state.Work = [items[0]];

        Assert.Equal(Cost(state.Specification, items[^1].Trial!), TrialCost.Of(state, items[^1])!.Value, 1e-9);
        Assert.Equal(7, TrialCost.Of(state, new() { Key = items[1].Key, Trial = items[1].Trial, Cost = 7 }));
    }

    /// <summary>The rungs of 100 inner steps that end in an evaluation of 33 and a third: no search leaves what a trial would have cost.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1e-12, false)]
    [InlineData(1, true)]
    public void Limit_OfAWholeRun_IsExceededOnlyWhereLessIsLeft(double missing, bool exceeded)
    {
        StudyRecord state = State(StudyMethod.Hyperband, steps: 100, epochs: null);
        WorkItem[] items = [.. Trials(state.Specification)];
        state.Trials = [Record(state.Specification, items[0])];
        state.Learning = new() { GradientSteps = state.Trials[0].GradientSteps };
        double whole = Cost(state.Specification, items[^1].Trial!);
        state.Submission = TestStudies.Submission(state.Specification with { Budget = new() { GradientSteps = state.Learning.GradientSteps + whole - missing } });

        Assert.Equal(exceeded, TrialBudget.Limit(state, items[^1], reserve: 0)!.IsExceeded);
    }

    /// <summary>A trial that goes on costs its own steps and an evaluation. Nothing is known of a rung's cost before the data are.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_ARung_IsTheCostOnceTheDataAreKnown(bool resume)
    {
        StudyRecord state = State(StudyMethod.Hyperband, steps: 1000, epochs: null);
        state.Submission = TestStudies.Submission(state.Specification with { Search = state.Specification.Search with { Resume = resume } });
        state.RungsByCost = true;
        WorkItem first = TrialSearch.Work(state, new() { Number = 0, Values = [0.5, 0.5, 0.25], Resource = 3 }, DateTimeOffset.UnixEpoch);
        Assert.Null(TrialCost.Of(state, first));

        state.Data = RungsTests.Data(Examples);
        double evaluation = 800 / 24.0;
        Assert.Equal(TrialTranslation.Steps(state.Specification, first.Trial!, Examples).Count + evaluation, TrialCost.Of(state, first)!.Value, 1e-9);

        state.Trials = [Record(state.Specification, first)];
        WorkItem second = TrialSearch.Work(state, new() { Number = 1, Values = first.Proposal, Resource = 9, Parent = 0 }, DateTimeOffset.UnixEpoch);
        int from = resume ? state.Trials[0].InnerSteps : 0;
        Assert.Equal(TrialTranslation.Steps(state.Specification, second.Trial!, Examples).End - from + evaluation, TrialCost.Of(state, second)!.Value, 1e-9);
    }

    private static StudyRecord State(StudyMethod method, int? steps, int? epochs)
    {
        StudySpecification study = TestStudies.Specification();
        return new()
        {
            Submission = TestStudies.Submission(study with
            {
                Methods = [method],
                Data = study.Data with { ValidationFraction = 0.4 },
                Inner = study.Inner with { BatchSize = 8, Steps = steps, Epochs = epochs },
                Budget = new() { GradientSteps = 1e6 },
            }),
        };
    }

    /// <summary>One of each rung, or of each segment.</summary>
    private static IEnumerable<WorkItem> Trials(StudySpecification study) => study.Method == StudyMethod.Pbt
        ? Enumerable.Range(0, TrialSearch.Segments(study)).Select(segment => Item(study, new() { Number = segment, Values = [0.5, 0.25], Resource = 27, Segment = segment }))
        : Enumerable.Range(0, 4).Select(rung => (int)Math.Pow(3, rung)).Select(resource => Item(study, new() { Number = resource, Values = [0.5, 0.5, 0.25], Resource = resource }));

    private static WorkItem Item(StudySpecification study, Trial trial) => TrialSearch.Work(new() { Submission = TestStudies.Submission(study) }, trial, DateTimeOffset.UnixEpoch);

    private static double Cost(StudySpecification study, TrialOrder trial) => WorkCost.Of(
        new() { Key = new() { Study = study.Name, Kind = WorkKind.Trial, OuterStep = 0, Replica = 0 }, Attempt = 1, Pool = "cpu", Specification = study, Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)), Trial = trial },
        Examples);

    /// <summary>As a run that ended tells it: where it ended, counted from the beginning of the horizon.</summary>
    private static TrialRecord Record(StudySpecification study, WorkItem item)
    {
        TrialOrder trial = item.Trial!;
        return new()
        {
            Number = item.Key.Replica,
            State = ReplicaState.Completed,
            Values = item.Proposal,
            Share = (double)trial.Resource / trial.MaximumResource,
            Segment = trial.Segment,
            InnerSteps = TrialTranslation.Steps(study, trial, Examples).End,
            GradientSteps = Cost(study, trial),
        };
    }
}
