using Fds.Contracts.Studies;
using Fds.Grains.Tests.Scheduling;
using Fds.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class StudyProgressTests
{
    [Fact]
    public void OuterLoop_CountsOuterStepsAndTheReplicasThatAreIn() =>
        Assert.Equal((2 + 0.75) / 4, StudyProgress.Of(State(steps: 4, outerStep: 2, work: [ReplicaState.Completed, ReplicaState.Diverged, ReplicaState.Completed, ReplicaState.Running])));

    [Fact]
    public void OuterLoop_WhoseBudgetIsFurtherSpent_CountsThat()
    {
        StudyRecord state = State(steps: 4, outerStep: 1, budget: 200);
        state.Learning = new() { GradientSteps = 150 };
        Assert.Equal(0.75, StudyProgress.Of(state));

        state.Learning = new() { GradientSteps = 250 };
        Assert.Equal(1, StudyProgress.Of(state));
    }

    [Fact]
    public void Search_CountsTrialsIfTheyAreBounded()
    {
        StudyRecord state = State(steps: 4, outerStep: 0);
        state.Phase = StudyPhase.Search;
        state.Trials = [.. Enumerable.Range(0, 3).Select(trial => new TrialRecord { Number = trial, State = ReplicaState.Completed, Values = [], Share = 1 })];
        Assert.Equal(0, StudyProgress.Of(state));

        state.Submission = TestStudies.Submission(state.Specification with { Search = new() { Trials = 12 } });
        Assert.Equal(0.25, StudyProgress.Of(state));
    }

    [Fact]
    public void Measuring_CountsRuns()
    {
        StudyRecord state = State(steps: 1, outerStep: 0, work: [ReplicaState.Completed, ReplicaState.Waiting]);
        state.Phase = StudyPhase.Measuring;
        Assert.Equal(0.5, StudyProgress.Of(state));
    }

    [Fact]
    public void Comparison_CountsMethodsThatHaveEnded()
    {
        StudyRecord state = State(steps: 1, outerStep: 0);
        state.Phase = StudyPhase.Methods;
        state.Members = [Member(StudyState.Succeeded), Member(StudyState.Running), Member(StudyState.Failed), Member(StudyState.None)];
        Assert.Equal(0.5, StudyProgress.Of(state));
    }

    [Fact]
    public void Population_CountsTheOuterStepsOfItsMembers()
    {
        StudyRecord state = State(steps: 4, outerStep: 0);
        state.Submission = TestStudies.Submission(state.Specification with { Population = new() { Members = 2 } });
        state.Phase = StudyPhase.Population;
        state.Members = [Member(StudyState.Running, outerStep: 3), Member(StudyState.Running, outerStep: 1)];
        Assert.Equal(0.5, StudyProgress.Of(state));
    }

    [Theory]
    [InlineData(StudyPhase.Retraining)]
    [InlineData(StudyPhase.Finished)]
    public void Learning_ThatIsOver_IsWhole(StudyPhase phase)
    {
        StudyRecord state = State(steps: 4, outerStep: 2);
        state.Phase = phase;
        Assert.Equal(1, StudyProgress.Of(state));
    }

    private static PopulationMember Member(StudyState state, int outerStep = 0) =>
        new() { Status = new() { Study = "member", Member = 0, Generation = 0, State = state, OuterStep = outerStep }, Start = [] };

    private static StudyRecord State(int steps, int outerStep, double? budget = null, params ReplicaState[] work) => new()
    {
        Submission = TestStudies.Submission(TestStudies.Specification() with { Outer = new() { Steps = steps }, Budget = new() { GradientSteps = budget } }),
        State = StudyState.Running,
        Phase = StudyPhase.OuterLoop,
        OuterStep = outerStep,
        Work = [.. work.Select((state, i) => new WorkItem { Key = Orders.Order(i).Key, State = state })],
    };
}
