using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Learning;
using Xunit;

namespace Fds.Grains.Tests.Studies;

[Collection(StudyClusterTests.Name)]
public sealed class SensitivitiesTests(StudyCluster cluster)
{
    [Fact]
    public async Task OuterSteps_KeepTheMeanOverTheReplicas_AndStatusSaysHowItWasComputed()
    {
        HypergradientComputation computed = new() { Mode = HypergradientMode.Reverse, Reason = "asked for", Memory = ReverseMemory.All, Bytes = 123, CostPerStep = 4 };
        cluster.Runner.Script("sensitive", (order, _) => ScriptedRunner.Completed(order) with { Sensitivity = Of(order.Key.Replica), Computation = computed });

        IStudyGrain grain = await cluster.Submit(TestStudies.Specification("sensitive", steps: 1, retrainings: 0));
        await cluster.Events("sensitive");
        StudyResult result = (await grain.GetResult().Reached("the result"))!;

        KindMap<ImmutableArray<double>> kept = Assert.Single(result.OuterSteps).Sensitivity!;
        Assert.Equal([1.5, 2.5], kept.LearningRate);
        Assert.Equal([-0.5], kept.Momentum);
        Assert.Equal(computed, (await grain.GetStatus().Reached("the status")).Hypergradients);
    }

    [Fact]
    public async Task OuterSteps_OfForwardMode_HaveNone()
    {
        cluster.Runner.Script("insensitive", (order, _) => ScriptedRunner.Completed(order) with { Sensitivity = order.Key.Replica == 0 ? Of(0) : null });

        IStudyGrain grain = await cluster.Submit(TestStudies.Specification("insensitive", steps: 1, retrainings: 0));
        await cluster.Events("insensitive");

        Assert.Null(Assert.Single((await grain.GetResult().Reached("the result"))!.OuterSteps).Sensitivity);
    }

    [Fact]
    public void History_KeepsThoseOfTheNewest()
    {
        List<OuterStepRecord> history = [];
        for (int index = 0; index < Sensitivities.Kept + 10; index++)
        {
            history.Add(new()
            {
                Index = index,
                InnerSteps = 8,
                Readings = [],
                Schedule = new() { LearningRate = [], Momentum = [], WeightDecay = [] },
                Contributing = 1,
                Replicas = [],
                ValidationLoss = 1,
                ValidationAccuracy = 0,
                GradientSteps = 1,
                Seconds = 1,
                Sensitivity = Of(0),
            });
            Sensitivities.ForgetOld(history);
        }

        Assert.Equal(Enumerable.Range(10, Sensitivities.Kept), history.Where(step => step.Sensitivity is not null).Select(step => step.Index));
    }

    private static KindMap<ImmutableArray<double>> Of(int replica) => new() { LearningRate = [1 + replica, 2 + replica], Momentum = [-replica], WeightDecay = [0] };
}
