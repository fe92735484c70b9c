using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Xunit;

namespace Fds.Core.Tests.HyperOptimisation;

public sealed class SeedSpreadTests
{
    [Fact]
    public void Variance_OfASmallSet_IsTheSampleVariance()
    {
        // Deviations from the mean of 3 are 2, 1, -5 and 2.
        Assert.Equal(34.0 / 3, SeedSpread.Variance([5, 4, -2, 5]), 1e-15);
        Assert.Equal(0, SeedSpread.Variance([2, 2, 2]));
        Assert.Equal(double.NaN, SeedSpread.Variance([7]));
        Assert.Equal(double.NaN, SeedSpread.Variance([]));
    }

    [Fact]
    public void VarianceOfMeans_TakesDisjointGroupsInTheirOrderAndLeavesOutTheRest()
    {
        // Means of two are 1, 3 and 8, around 4; the seventh value fills no group.
        double[] values = [0, 2, 1, 5, 8, 8, 1000];

        Assert.Equal((9.0 + 1 + 16) / 2, SeedSpread.VarianceOfMeans(values, 2), 1e-14);
        Assert.Equal(SeedSpread.Variance(values), SeedSpread.VarianceOfMeans(values, 1));
        Assert.Equal(double.NaN, SeedSpread.VarianceOfMeans(values, 4));
    }

    [Fact]
    public void RelativeDeviationOfMeans_WeighsEveryHypergradientTheSameWhateverItsScale()
    {
        // -1, 1, -1, 1 has the variance 4/3, and its means of two do not vary; 1, 1, -1, -1 has the same, and its means, 1 and -1, vary by 2.
        ImmutableArray<double>[] samples = [[-1, 1, -1, 1], [1e6, 1e6, -1e6, -1e6]];

        Assert.Equal(Math.Sqrt((0 + (2 / (4.0 / 3))) / 2), SeedSpread.RelativeDeviationOfMeans(samples, 2)!.Value, 1e-14);
        Assert.Equal(1, SeedSpread.RelativeDeviationOfMeans(samples, 1));
    }

    [Fact]
    public void RelativeDeviationOfMeans_LeavesOutWhatDoesNotVary()
    {
        Assert.Equal(0, SeedSpread.RelativeDeviationOfMeans([[0, 0, 0, 0], [-1, 1, -1, 1]], 2));
        Assert.Null(SeedSpread.RelativeDeviationOfMeans([[3, 3, 3, 3]], 2));
        Assert.Null(SeedSpread.RelativeDeviationOfMeans([[1, 2, 3]], 2));
    }

    /// <summary>Independent draws from a fixed seed; the deviation of a deviation over 128 groups is about 1/√256.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void RelativeDeviationOfMeans_OfIndependentSeeds_IsOneOverTheRoot(int seeds)
    {
        Random random = new(20260301);
        ImmutableArray<double>[] samples = [.. Enumerable.Range(0, 12).Select(scale => Enumerable.Range(0, 1024).Select(_ => scale + (Math.Pow(10, scale) * random.NextDouble())).ToImmutableArray())];

        Assert.Equal(1 / Math.Sqrt(seeds), SeedSpread.RelativeDeviationOfMeans(samples, seeds)!.Value, 0.06 / Math.Sqrt(seeds));
    }

    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(2, new[] { 1 })]
    [InlineData(15, new[] { 1, 2, 4 })]
    [InlineData(16, new[] { 1, 2, 4, 8 })]
    [InlineData(100, new[] { 1, 2, 4, 8, 16, 32 })]
    public void GroupSizes_DoubleWhileThereAreTwoGroups(int seeds, int[] sizes) => Assert.Equal(sizes, SeedSpread.GroupSizes(seeds));
}
