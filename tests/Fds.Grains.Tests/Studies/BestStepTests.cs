using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Which outer step is the best one.</summary>
public sealed class BestStepTests
{
    /// <summary>With <c>outer.epochs: [1, 10]</c> a loss after one epoch says nothing of ten.</summary>
    [Fact]
    public void Best_WhereTheHorizonGrows_IsAmongStepsOverTheLongest()
    {
        StudyRecord state = State(Step(0, 8, 0.25), Step(1, 80, 0.75), Step(2, 80, 0.5));

        Assert.Equal(2, StudyProjection.BestStep(state)!.Index);
        Assert.Equal([1, 2], MethodCurve.Of(state).Select(point => point.Number));
    }

    [Fact]
    public void Best_OfStepsOverOneHorizon_IsThatOfTheLeastLossAmongSoundOnes()
    {
        StudyRecord state = State(Step(0, 8, 0.25, ReplicaState.Diverged), Step(1, 8, 0.75), Step(2, 8, 0.5));

        Assert.Equal(2, StudyProjection.BestStep(state)!.Index);
        Assert.Null(StudyProjection.BestStep(State()));
        Assert.Empty(MethodCurve.Of(State()));
    }

    private static StudyRecord State(params OuterStepRecord[] steps) => new() { Submission = TestStudies.Submission(TestStudies.Specification()), History = [.. steps] };

    private static OuterStepRecord Step(int index, int horizon, double loss, ReplicaState state = ReplicaState.Completed) => new()
    {
        Index = index,
        InnerSteps = horizon,
        Readings = [],
        Schedule = OuterLoop.Schedule(OuterLoop.Initial(TestStudies.Specification())),
        Contributing = 1,
        Replicas = [new() { Key = new() { Study = "study", Kind = WorkKind.Hypergradient, OuterStep = index, Replica = 0 }, Attempt = 1, State = state }],
        ValidationLoss = loss,
        ValidationAccuracy = 0.5,
        GradientSteps = 1,
        Seconds = 1,
    };
}
