using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Compares how studies ended.</summary>
internal static class Outcomes
{
    /// <summary>The same bits, in every value that was learned on the way, and the same cost: no run counted twice, none missing.</summary>
    public static void AssertSame(StudyResult expected, StudyResult actual)
    {
        AssertSameNumbers(expected, actual);
        Assert.All(expected.OuterSteps.Zip(actual.OuterSteps), step => Assert.Equal(step.First.Readings.AsEnumerable(), step.Second.Readings));
    }

    /// <summary>The same bits in what was learned and what it cost; an earlier version may have told less of the way.</summary>
    public static void AssertSameNumbers(StudyResult expected, StudyResult actual)
    {
        Assert.Equal(StudyState.Succeeded, actual.Status.State);
        Assert.Equal(expected.OuterSteps.Select(step => step.Index), actual.OuterSteps.Select(step => step.Index));
        foreach ((OuterStepRecord then, OuterStepRecord now) in expected.OuterSteps.Zip(actual.OuterSteps))
        {
            Assert.Equal(Numbers(then), Numbers(now));
            Assert.Equal((then.Contributing, then.InnerSteps, then.GradientSteps), (now.Contributing, now.InnerSteps, now.GradientSteps));
            Assert.Equal((then.ValidationLoss, then.ValidationAccuracy), (now.ValidationLoss, now.ValidationAccuracy));
        }

        Assert.Equal(expected.Learned.LearningRate.AsEnumerable(), actual.Learned.LearningRate);
        Assert.Equal(expected.Learned.Momentum.AsEnumerable(), actual.Learned.Momentum);
        Assert.Equal(expected.Learned.WeightDecay.AsEnumerable(), actual.Learned.WeightDecay);
        Assert.Equal(expected.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)), actual.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)));
    }

    private static IEnumerable<(double, double, double?)> Numbers(OuterStepRecord step) => step.Readings.Select(reading => (reading.Value, reading.NextValue, reading.Hypergradient));
}
