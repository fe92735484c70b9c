using Fds.Core.Training;
using Fds.Core.Training.Judgement;
using Xunit;

namespace Fds.Core.Tests.Training.Judgement;

/// <summary>Ten classes alike: naming their shares costs ln 10 = 2.303, and naming one is right one time in ten.</summary>
public sealed class CollapseRuleTests
{
    private static readonly CollapseRule Rule = new(ClassShares.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10));
    private static readonly Guess Alike = new(Math.Log(10), 0.1, 10);
    private static readonly CollapseMemory Fresh = new(InitialLoss: 2.4, InitialClasses: 6, WasAboveChance: false);

    [Theory]
    [InlineData(2.302, 2.4, false, false)]
    [InlineData(2.304, 2.4, false, false)]
    [InlineData(2.304, 2.303, false, true)]
    [InlineData(2.304, 2.4, true, true)]
    [InlineData(50, 2.4, false, true)]
    [InlineData(2.302, 2.2, true, false)]
    public void Suspects_WhatIsWorseThanTheSharesAndWasBetter(double loss, double initial, bool wasBetter, bool expected) =>
        Assert.Equal(expected, CollapseRule.Suspects(Evaluated(loss), Alike, new(initial, 6, wasBetter)));

    [Theory]
    [InlineData(50, 0.1, true)]
    [InlineData(2.9, 0.1, true)]
    [InlineData(double.NaN, 0.1, true)]
    [InlineData(2.8, 0.1, false)]
    [InlineData(0.1, 0.99, false)]
    [InlineData(50, 0.2, false)]
    public void Reason_OfASuspectRun_NeedsThatItKnowsNothingOfItsTrainingExamplesEither(double loss, double accuracy, bool collapsed)
    {
        string? reason = Rule.Reason(Evaluated(50), Alike, Fresh, Evaluated(loss, accuracy), Alike);

        Assert.Equal(collapsed, reason is not null);
        Assert.True(!collapsed || reason!.StartsWith("the validation loss is 50 where always predicting the class frequencies gives 2.303", StringComparison.Ordinal), reason);
    }

    /// <summary>A rectifier network that died answers with its last biases, which can be as good as the shares.</summary>
    [Theory]
    [InlineData(0, 0, 6, 10, true)]
    [InlineData(1e-6, 1e-6, 6, 10, true)]
    [InlineData(0, 1e-3, 6, 10, false)]
    [InlineData(1e-3, 0, 6, 10, false)]
    [InlineData(0, 0, 1, 10, false)]
    [InlineData(0, 0, 6, 1, false)]
    public void Reason_OfTheSameAnswerToEveryImage_IsThat(double heldOut, double trained, int initialClasses, int classesHeldOut, bool collapsed)
    {
        Evaluation reached = Evaluated(2.3) with { Variation = heldOut };
        Guess guess = Alike with { Classes = classesHeldOut };
        CollapseMemory before = Fresh with { InitialClasses = initialClasses };

        Assert.Equal(heldOut < 1e-5 && initialClasses > 1 && classesHeldOut > 1, CollapseRule.Suspects(reached, guess, before));
        Assert.Equal(collapsed ? "the network predicts the same for every example" : null, Rule.Reason(reached, guess, before, Evaluated(2.3) with { Variation = trained }, Alike));
    }

    /// <summary>A checkpoint of an earlier build does not know how the run began.</summary>
    [Fact]
    public void Suspects_WhereTheBeginningIsNotKnown_OnlyWhatWasBetterOnTheWay()
    {
        Assert.False(CollapseRule.Suspects(Evaluated(50), Alike, Fresh with { InitialLoss = null }));
        Assert.True(CollapseRule.Suspects(Evaluated(50), Alike, Fresh with { InitialLoss = null, WasAboveChance = true }));
    }

    private static Evaluation Evaluated(double loss, double accuracy = 0.1) => new(loss, accuracy, PredictedClasses: 1, Examples: 1000, Variation: 0.5);
}
