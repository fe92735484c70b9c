using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies;

[Collection(StudyClusterTests.Name)]
public sealed class StudyClampTests(StudyCluster cluster)
{
    [Fact]
    public async Task OuterSteps_KeepWhatTheClampsHeld_AsMeansOverTheReplicas()
    {
        StudyResult result = await Run("clamped", order => (order.Key.Replica, [0.25, 0.5, order.Key.Replica]));

        OuterStepRecord step = Assert.Single(result.OuterSteps);
        Assert.Equal(0.5, step.Measurements.GradientClamped);
        Assert.Equal([0.25, 0.5, 0.5], step.Readings.Select(reading => reading.ProductsClamped));
    }

    [Fact]
    public async Task OuterSteps_WithoutClamps_SayNothingOfThem()
    {
        StudyResult result = await Run("unclamped", _ => (null, []));

        OuterStepRecord step = Assert.Single(result.OuterSteps);
        Assert.Null(step.Measurements.GradientClamped);
        Assert.All(step.Readings, reading => Assert.Null(reading.ProductsClamped));
        Assert.DoesNotContain(await cluster.Events("unclamped"), happened => happened.Kind == StudyEventKind.ClampSaturated);
    }

    [Fact]
    public async Task ClampsThatSaturate_AreToldOnce()
    {
        // Saturated in the second and third of three outer steps.
        await Run("saturated", order => order.Key.OuterStep == 0 ? (0.04, [0, 0.04, 0]) : (0.06, [0, 0.25, 0.125]), steps: 3);

        Assert.Equal(
            ["inner.gradientClamp 3 clamped 6.0 % of the gradients' elements", "inner.hessianProductClamp 1 clamped 25.0 % of the Hessian products' elements of learningRate window 1"],
            (await cluster.Events("saturated")).Where(happened => happened.Kind == StudyEventKind.ClampSaturated).Select(happened => happened.Message));
    }

    private async Task<StudyResult> Run(string name, Func<WorkOrder, (double? Gradient, double[] Products)> clamped, int steps = 1)
    {
        cluster.Runner.Script(name, (order, _) => ScriptedRunner.Completed(order) with { Measurements = new() { GradientClamped = clamped(order).Gradient }, ProductsClamped = [.. clamped(order).Products] });
        StudySpecification study = TestStudies.Specification(name, steps, retrainings: 0);
        IStudyGrain grain = await cluster.Submit(study with { Inner = study.Inner with { GradientClamp = 3, HessianProductClamp = 1 } });
        await cluster.Events(name);
        return (await grain.GetResult().Reached("the result"))!;
    }
}
