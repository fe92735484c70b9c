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

        Assert.Equal(new SignStepState(0.375, 0.125, 1, HasFlipped: true), Rule.Update(state, 1e-9, Anywhere));
        Assert.Equal(new SignStepState(0.25, 0.125, 1, HasFlipped: true), Rule.Update(Rule.Update(state, 1e-9, Anywhere), 1e-9, Anywhere));
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

        Assert.Equal(new SignStepState(0, 0.25, 1, UpdatesAtRange: 1), Rule.Update(new(0.125, 0.25), 1, range));
        Assert.Equal(new SignStepState(0.5, 0.25, -1, UpdatesAtRange: 1), Rule.Update(new(0.375, 0.25), -1, range));
        Assert.Equal(new SignStepState(0.5, 0.25, -1), Rule.Update(new(0.25, 0.25), -1, range));
        Assert.Equal(new SignStepState(0.25, 0.125, 1, HasFlipped: true), Rule.Update(new(0.375, 0.25, -1, UpdatesAtRange: 1), 1, range));
        Assert.Equal(new SignStepState(0.5, 0.25, -1, UpdatesAtRange: 3), Rule.Update(new(0.5, 0.25, -1, UpdatesAtRange: 2), -1, range));
    }

    [Theory]
    [InlineData(1.0, 0.049, true)]
    [InlineData(1.0, 0.05, false)]
    [InlineData(-1.0, 0.049, true)]
    [InlineData(-1.0, 0.051, false)]
    [InlineData(0.0, 1e-300, false)]
    public void HasConverged_OfAValueWhoseSignHasFlipped_ComparesTheStepWithItsMagnitude(double value, double step, bool expected) =>
        Assert.Equal(expected, Rule.HasConverged(new(value, step, HasFlipped: true)));

    /// <summary>A step can be short against its value from the start.</summary>
    [Fact]
    public void HasConverged_BeforeAnySignFlips_IsFalseHoweverShortTheStep()
    {
        SignStepState state = new(0.5, 0.02);
        for (int update = 0; update < 10; update++)
        {
            Assert.False(Rule.HasConverged(state));
            state = Rule.Update(state, -1, Anywhere);
        }

        Assert.False(Rule.HasConverged(state));
        Assert.True(Rule.HasConverged(Rule.Update(state, 1, Anywhere)));
    }

    [Fact]
    public void HasConverged_AtTheEndOfItsRange_AsksForTwoUpdatesInARow()
    {
        ValueRange range = new(0, 1);
        SignStepState arrived = Rule.Update(new(0.25, 0.5), 1, range);
        SignStepState resting = Rule.Update(arrived, 1, range);

        Assert.Equal((0.0, false), (arrived.Value, Rule.HasConverged(arrived)));
        Assert.Equal((0.0, true), (resting.Value, Rule.HasConverged(resting)));
        Assert.False(Rule.HasConverged(Rule.Update(resting, -1, range)));
        Assert.False(Rule.HasConverged(Rule.Update(resting, 0, range)));
    }

    /// <summary>Steps longer than the range go from one end to the other, which is no rest.</summary>
    [Fact]
    public void HasConverged_FromOneEndToTheOther_IsFalse()
    {
        ValueRange range = new(0.5, 1);
        SignStepState state = new(0.75, 8);
        for (int update = 0; update < 4; update++)
        {
            state = Rule.Update(state, update % 2 == 0 ? 1 : -1, range);
            Assert.Equal((1, false), (state.UpdatesAtRange, Rule.HasConverged(state)));
        }
    }

    [Fact]
    public void Undo_ShortensTheStepAndBringsConvergenceNoNearer()
    {
        SignStepState state = new(0.5, 0.04, PreviousSign: 1, UpdatesAtRange: 1, HasFlipped: true);
        SignStepState undone = Rule.Undo(Rule.Undo(state, 0.54), 0.54);

        Assert.Equal(new SignStepState(0.54, 0.01, PreviousSign: 1, UpdatesAtRange: 0, HasFlipped: true, Undone: 2), undone);
        Assert.False(Rule.HasConverged(undone));

        // The next flip counts from the step as it was before: 0.02 of 0.54.
        Assert.True(Rule.HasConverged(Rule.Update(undone, -1, Anywhere)));
    }

    [Fact]
    public void HasConverged_WithABoundOf0_IsNever()
    {
        SignStepRule never = Rule with { ConvergedBelow = 0 };

        Assert.False(never.HasConverged(new(1, 1e-300, UpdatesAtRange: 9, HasFlipped: true)));
    }
}
