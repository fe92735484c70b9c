using Fds.Core.Greedy;
using Xunit;

namespace Fds.Core.Tests.Greedy;

/// <summary>The adaptation of μ and of hyper steps, by hand.</summary>
public sealed class MartheRuleTests
{
    /// <summary>z is α over the product of the gradients, between 0 and 1; c adds up μ; μ is the (c + 1)-th root of z.</summary>
    [Theory]
    [InlineData(0, 0, 0.01, 1, 0.01, 0)] // the first change: z itself
    [InlineData(1, 0, 0.02, 0.08, 0.5, 1)] // √0.25
    [InlineData(0.5, 1.5, 0.004, 0.5, 0.2, 2)] // ∛0.008
    [InlineData(0.5, 1.5, 0.5, 0.1, 1, 2)] // z is at most 1
    [InlineData(0.5, 1.5, 0.1, -0.1, 0, 2)] // the gradients disagree: all is forgotten
    [InlineData(0.5, 1.5, 0.1, 0, 0, 2)]
    [InlineData(0.5, 1.5, 0, 0.1, 0, 2)]
    [InlineData(0, 2, 0.03, 0.1, 0.3, 0)] // and c begins anew
    public void Discount_AfterAChange_IsTheRootOfTheShare(double value, double sum, double rate, double agreement, double expected, double expectedSum)
    {
        AdaptiveDiscount found = MartheRule.Follow(new AdaptiveDiscount(value, sum), rate, agreement);

        Assert.Equal(expected, found.Value, 1e-15);
        Assert.Equal(expectedSum, found.Sum);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Discount_WhereTheProductIsNoNumber_IsZero(double agreement) =>
        Assert.Equal(0, MartheRule.Follow(new AdaptiveDiscount(0.5, 1), learningRate: 0.1, agreement).Value);

    [Theory]
    [InlineData(1e-4, 1e-6, 5, 0.1, 1e-4 + 5e-7)]
    [InlineData(1e-4, 1e-6, -5, 0.1, 1e-4 - 5e-7)]
    [InlineData(1e-4, 1e-3, -5, 0.1, 0)] // not below 0
    [InlineData(0, 1e-3, 5, 0.1, 5e-4)] // and up again
    [InlineData(1e-4, 0, 5, 0.1, 1e-4)]
    public void Step_AfterAChange_GrowsByHypergradientTimesValue(double step, double adaptation, double hypergradient, double value, double expected) =>
        Assert.Equal(expected, MartheRule.Follow(step, adaptation, hypergradient, value), 1e-18);

    /// <summary>A hyper step has the unit of its value, squared, and so has its adaptation.</summary>
    [Fact]
    public void Adaptation_OfAKind_IsAsItsDefaultStep() =>
        Assert.Equal([1e-6, 1e-6, 1e-9], Core.Schedules.PerKind.OfSgd.Select(kind => GreedyDefaults.Adaptation(kind, GreedyDefaults.AdaptationOfLearningRate)), (x, y) => Math.Abs(x - y) < 1e-20);
}
