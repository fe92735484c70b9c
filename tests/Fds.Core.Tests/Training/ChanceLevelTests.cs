using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

public sealed class ChanceLevelTests
{
    public ChanceLevelTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(new long[] { 3, 3, 3, 3 }, 1.0)]
    [InlineData(new long[] { 0, 1, 2, 3 }, 0.25)]
    [InlineData(new long[] { 0, 5, 5, 2, 5 }, 0.6)]
    public void Of_Labels_IsTheShareOfTheMostFrequent(long[] labels, double expected)
    {
        using DisposeScope scope = NewDisposeScope();

        Assert.Equal(expected, ChanceLevel.Of(tensor(labels)).Accuracy, 1e-15);
    }

    /// <summary>Chance 0.1 over 100 examples has a standard deviation of 0.03, so the mark is 0.19; over 10,000 it is 0.109.</summary>
    [Theory]
    [InlineData(0.1, 100, false)]
    [InlineData(0.189, 100, false)]
    [InlineData(0.191, 100, true)]
    [InlineData(0.1089, 10_000, false)]
    [InlineData(0.1091, 10_000, true)]
    [InlineData(double.NaN, 100, false)]
    public void IsBelow_AnAccuracy_AsksForThreeStandardDeviations(double accuracy, int examples, bool expected) =>
        Assert.Equal(expected, new ChanceLevel(0.1).IsBelow(accuracy, examples));
}
