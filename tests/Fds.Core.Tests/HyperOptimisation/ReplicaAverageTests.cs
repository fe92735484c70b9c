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

        Assert.Equal(3, average.Mean);
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

        Assert.Equal((double.NaN, 0), (average.Mean, average.SignAgreement));
    }

    [Fact]
    public void Of_NoReplica_IsRefused() => Assert.Throws<ArgumentException>(() => ReplicaAverage.Of([]));

    [Fact]
    public void OfAll_Replicas_AveragesEachHypergradientInTheGivenOrder()
    {
        // Summed in another order, 1 would be lost beside 1e16.
        ImmutableArray<ImmutableArray<double>> replicas = [[1e16, 1], [-1e16, 2], [1, 6]];

        ImmutableArray<ReplicaAverage> averages = ReplicaAverage.OfAll(replicas);

        Assert.Equal([1.0 / 3, 3], averages.Select(average => average.Mean));
        Assert.Equal(ReplicaAverage.Of([1, 2, 6]), averages[1]);
        Assert.Equal(averages, ReplicaAverage.OfAll(replicas));
        Assert.Equal(0, ReplicaAverage.Of([1, 1e16, -1e16]).Mean);
    }
}
