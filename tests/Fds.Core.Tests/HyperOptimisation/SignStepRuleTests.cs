using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.HyperOptimisation;

public sealed class SignStepRuleTests
{
    private static readonly ValueRange Anywhere = new(double.NegativeInfinity, double.PositiveInfinity);
    private static readonly SignStepRule Rule = new(StepDecay: 0.5, ConvergedBelow: 0.05);

    [Theory]
    [InlineData(-3.0, 0.5)]
    [InlineData(3.0, 0.25)]
    [InlineData(double.NegativeInfinity, 0.5)]
    [InlineData(-double.Epsilon, 0.5)]
    public void Update_AtTheFirstStep_MovesAWholeStepAgainstTheSign(double hypergradient, double expected)
    {
        SignStepState next = Rule.Update(new(0.375, 0.125), hypergradient, Anywhere);

        Assert.Equal(new SignStepState(expected, 0.125, Math.Sign(hypergradient)), next);
    }

    [Fact]
    public void Update_WhenTheSignFlips_HalvesTheStepBeforeMoving()
    {
        SignStepState state = new(0.5, 0.25, PreviousSign: -1);

        Assert.Equal(new SignStepState(0.375, 0.125, 1), Rule.Update(state, 1e-9, Anywhere));
        Assert.Equal(new SignStepState(0.75, 0.25, -1), Rule.Update(state, -1e-9, Anywhere));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(double.NaN)]
    public void Update_OfZeroOrNaN_MovesNothingAndForgetsTheSign(double hypergradient)
    {
        SignStepState still = Rule.Update(new(0.5, 0.25, PreviousSign: -1), hypergradient, Anywhere);

        Assert.Equal(new SignStepState(0.5, 0.25, 0), still);
        Assert.Equal(new SignStepState(0.25, 0.25, 1), Rule.Update(still, 1, Anywhere));
    }

    [Fact]
    public void Update_OutOfTheRange_IsProjectedAndSaysSo()
    {
        ValueRange range = new(0, 0.5);

        Assert.Equal(new SignStepState(0, 0.25, 1, AtRange: true), Rule.Update(new(0.125, 0.25), 1, range));
        Assert.Equal(new SignStepState(0.5, 0.25, -1, AtRange: true), Rule.Update(new(0.375, 0.25), -1, range));
        Assert.Equal(new SignStepState(0.5, 0.25, -1, AtRange: false), Rule.Update(new(0.25, 0.25), -1, range));
        Assert.Equal(new SignStepState(0.25, 0.125, 1, AtRange: false), Rule.Update(new(0.375, 0.25, -1, AtRange: true), 1, range));
    }

    [Theory]
    [InlineData(1.0, 0.049, true)]
    [InlineData(1.0, 0.05, false)]
    [InlineData(-1.0, 0.049, true)]
    [InlineData(-1.0, 0.051, false)]
    [InlineData(0.0, 1e-300, false)]
    public void HasConverged_OfAValue_ComparesTheStepWithItsMagnitude(double value, double step, bool expected) =>
        Assert.Equal(expected, Rule.HasConverged(new(value, step)));
}
