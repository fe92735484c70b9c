using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Compares how studies ended.</summary>
internal static class Outcomes
{
    /// <summary>The same bits, in every value that was learned on the way, and the same cost: no run counted twice, none missing.</summary>
    public static void AssertSame(StudyResult expected, StudyResult actual)
    {
        Assert.Equal(StudyState.Succeeded, actual.Status.State);
        Assert.Equal(expected.OuterSteps.Select(step => step.Index), actual.OuterSteps.Select(step => step.Index));
        foreach ((OuterStepRecord then, OuterStepRecord now) in expected.OuterSteps.Zip(actual.OuterSteps))
        {
            Assert.Equal(then.Readings.AsEnumerable(), now.Readings);
            Assert.Equal((then.Contributing, then.InnerSteps, then.GradientSteps), (now.Contributing, now.InnerSteps, now.GradientSteps));
            Assert.Equal((then.ValidationLoss, then.ValidationAccuracy), (now.ValidationLoss, now.ValidationAccuracy));
        }

        Assert.Equal(expected.Learned.LearningRate.AsEnumerable(), actual.Learned.LearningRate);
        Assert.Equal(expected.Learned.Momentum.AsEnumerable(), actual.Learned.Momentum);
        Assert.Equal(expected.Learned.WeightDecay.AsEnumerable(), actual.Learned.WeightDecay);
        Assert.Equal(expected.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)), actual.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)));
    }
}
