using Fds.Core.Training.Judgement;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training.Judgement;

public sealed class ClassSharesTests
{
    public ClassSharesTests() => TorchTests.Prepare();

    /// <summary>Three of four are of class 0: naming the shares costs −ln ¾ on each of these, and −ln ¼ on class 2.</summary>
    [Theory]
    [InlineData(new long[] { 0, 0 }, 0.28768207245178085, 1.0, 1)]
    [InlineData(new long[] { 2 }, 1.3862943611198906, 1.0, 1)]
    [InlineData(new long[] { 2, 0 }, 0.8369882167858358, 0.5, 2)]
    [InlineData(new long[] { 0, 2, 0 }, 0.6538861686744841, 2.0 / 3, 2)]
    public void On_Examples_IsTheLossOfNamingTheShares(long[] labels, double loss, double accuracy, int classes)
    {
        using DisposeScope scope = NewDisposeScope();

        Guess guess = ClassShares.Of([0, 0, 2, 0], 3).On(tensor(labels));

        Assert.Equal(loss, guess.Loss, 1e-15);
        Assert.Equal((accuracy, classes), (guess.Accuracy, guess.Classes));
    }

    [Fact]
    public void On_AClassThatIsNotTrainedOn_CountsItAsOneOfThatManyMore() => Assert.Equal(-(Math.Log(2.0 / 3) + Math.Log(1.0 / 6)) / 2, ClassShares.Of([0, 0, 2], 3).On(tensor(new long[] { 0, 1 })).Loss, 1e-12);

    [Fact]
    public void On_OneClass_CostsNothing() => Assert.Equal(new Guess(0, 1, 1), ClassShares.Of([3, 3], 4).On(tensor(new long[] { 3, 3, 3 })));

    /// <summary>Chance 0.1 over 100 examples has a standard deviation of 0.03, so the mark is 0.19; over 10,000 it is 0.109.</summary>
    [Theory]
    [InlineData(0.1, 100, false)]
    [InlineData(0.189, 100, false)]
    [InlineData(0.191, 100, true)]
    [InlineData(0.1089, 10_000, false)]
    [InlineData(0.1091, 10_000, true)]
    [InlineData(double.NaN, 100, false)]
    public void IsBelow_AnAccuracy_AsksForThreeStandardDeviations(double accuracy, int examples, bool expected) =>
        Assert.Equal(expected, new Guess(2.3, 0.1, 10).IsBelow(accuracy, examples));
}
