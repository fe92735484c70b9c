using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Xunit;

namespace Fds.Core.Tests.HyperOptimisation;

public sealed class ReplicaAverageTests
{
    [Fact]
    public void Of_SeveralReplicas_GivesMeanErrorAndAgreement()
    {
        // Deviations from the mean of 3 are 2, 1, -5 and 2: squares sum to 34, over 3 degrees of freedom and 4 replicas.
        ReplicaAverage average = ReplicaAverage.Of([5, 4, -2, 5]);

        Assert.Equal(3, average.Value);
        Assert.Equal(Math.Sqrt(34.0 / 3 / 4), average.StandardError!.Value, 1e-15);
        Assert.Equal(3 / Math.Sqrt(34.0 / 3 / 4), average.SignalToNoise!.Value, 1e-14);
        Assert.Equal(0.75, average.SignAgreement);
    }

    [Fact]
    public void Of_OneReplica_HasNoError()
    {
        ReplicaAverage average = ReplicaAverage.Of([-2.5]);

        Assert.Equal(new ReplicaAverage(-2.5, null, 1), average);
        Assert.Null(average.SignalToNoise);
    }

    [Fact]
    public void Of_EqualReplicas_HasInfiniteSignalUnlessItIsZero()
    {
        Assert.Equal((0, double.PositiveInfinity), (ReplicaAverage.Of([2, 2, 2]).StandardError, ReplicaAverage.Of([2, 2, 2]).SignalToNoise));
        Assert.Equal((0, 0), (ReplicaAverage.Of([0, 0]).StandardError, ReplicaAverage.Of([0, 0]).SignalToNoise));
        Assert.Equal(0, ReplicaAverage.Of([1, -1]).SignalToNoise);
    }

    [Fact]
    public void Of_ReplicasWithNaN_AgreesWithNothing()
    {
        ReplicaAverage average = ReplicaAverage.Of([1, double.NaN, 1]);

        Assert.Equal((double.NaN, 0), (average.Value, average.SignAgreement));
    }

    [Theory]
    [InlineData(new[] { 3.0, -1000, 1 }, 1)]
    [InlineData(new[] { 4.0, 1, -1e300, 2 }, 1.5)]
    [InlineData(new[] { 1.7e308, 1.7e308 }, 1.7e308)]
    [InlineData(new[] { -2.5 }, -2.5)]
    public void Of_Median_IsNotMovedByAReplicaFarFromTheOthers(double[] replicas, double expected) =>
        Assert.Equal(expected, ReplicaAverage.Of(replicas, AverageRule.Median).Value);

    /// <summary>Deviations from the median of 3 are 2, 1, 0, 1 and 97, of which the median is 1.</summary>
    [Fact]
    public void Of_Median_HasTheErrorOfANormalMedian()
    {
        ReplicaAverage average = ReplicaAverage.Of([1, 2, 3, 4, 100], AverageRule.Median);

        Assert.Equal(1.4826 * Math.Sqrt(Math.PI / 2 / 5), average.StandardError!.Value, 1e-15);
        Assert.Equal(1, average.SignAgreement);
        Assert.Null(ReplicaAverage.Of([1], AverageRule.Median).StandardError);
    }

    [Fact]
    public void Of_Sign_GivesEveryReplicaOneVote()
    {
        ReplicaAverage average = ReplicaAverage.Of([1e-9, 2, -1e9, 3], AverageRule.Sign);

        Assert.Equal((0.5, 0.75), (average.Value, average.SignAgreement));
        Assert.Equal(0.5, average.StandardError!.Value, 1e-15);
        Assert.Equal(0, ReplicaAverage.Of([5, -1], AverageRule.Sign).Value);
    }

    [Theory]
    [InlineData(AverageRule.Median)]
    [InlineData(AverageRule.Sign)]
    public void Of_RobustRuleWithNaN_IsNaN(AverageRule rule) => Assert.Equal((double.NaN, 0), (ReplicaAverage.Of([1, double.NaN, 1], rule).Value, ReplicaAverage.Of([1, double.NaN, 1], rule).SignAgreement));

    [Fact]
    public void Of_NoReplica_IsRefused() => Assert.Throws<ArgumentException>(() => ReplicaAverage.Of([]));

    [Fact]
    public void OfAll_Replicas_AveragesEachHypergradientInTheGivenOrder()
    {
        // Summed in another order, 1 would be lost beside 1e16.
        ImmutableArray<ImmutableArray<double>> replicas = [[1e16, 1], [-1e16, 2], [1, 6]];

        ImmutableArray<ReplicaAverage> averages = ReplicaAverage.OfAll(replicas);

        Assert.Equal([1.0 / 3, 3], averages.Select(average => average.Value));
        Assert.Equal(ReplicaAverage.Of([1, 2, 6]), averages[1]);
        Assert.Equal(averages, ReplicaAverage.OfAll(replicas));
        Assert.Equal(0, ReplicaAverage.Of([1, 1e16, -1e16]).Value);
    }
}
