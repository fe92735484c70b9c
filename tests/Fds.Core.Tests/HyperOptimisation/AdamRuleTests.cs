using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.HyperOptimisation;

public sealed class AdamRuleTests
{
    private static readonly ValueRange Wide = new(1e-9, 0.9999);
    private static readonly AdamRule Rule = new();

    [Theory]
    [InlineData(ValueScale.Linear, 0.3, 0.2)]
    [InlineData(ValueScale.Log, 0.3, 0.27145122541078785)]
    [InlineData(ValueScale.Log1m, 0.9, 0.88948290819243526)]
    public void FirstUpdate_HasTheLengthOfTheStep_OnTheValuesScale(ValueScale scale, double value, double expected)
    {
        AdamState next = Rule.Update(new(value, 0.1), 1e-7, scale, Wide);
        Assert.Equal(expected, next.Value, 12);
    }

    [Fact]
    public void Updates_AreAdams()
    {
        double[] derivatives = [0.3, -0.1, 0.25, 0.4, -0.05];
        (double first, double second, double place) = (0, 0, Math.Log(0.05));
        AdamState state = new(0.05, 0.1);
        for (int n = 1; n <= derivatives.Length; n++)
        {
            double g = derivatives[n - 1];
            first = (0.8 * first) + (0.2 * g);
            second = (0.95 * second) + (0.05 * g * g);
            place -= 0.1 * (first / (1 - Math.Pow(0.8, n))) / Math.Sqrt(second / (1 - Math.Pow(0.95, n)));
            state = Rule.Update(state, g, ValueScale.Log, Wide);
            Assert.Equal(Math.Exp(place), state.Value, 12);
        }
    }

    [Fact]
    public void Noise_MovesAValueLess_ThanAnAgreedDirection()
    {
        AdamState noisy = new(0.1, 0.1);
        AdamState agreed = noisy;
        for (int n = 0; n < 20; n++)
        {
            noisy = Rule.Update(noisy, n % 2 == 0 ? 1 : -1, ValueScale.Log, Wide);
            agreed = Rule.Update(agreed, 1, ValueScale.Log, Wide);
        }

        Assert.InRange(Math.Abs(Math.Log(noisy.Value / 0.1)), 0, 0.2);
        Assert.Equal(-2, Math.Log(agreed.Value / 0.1), 6);
    }

    [Fact]
    public void Update_BeyondTheRange_EndsAtItsEnd()
    {
        AdamState next = Rule.Update(new(0.95, 1), -1, ValueScale.Log1m, new(0, 0.96));
        Assert.Equal(0.96, next.Value);
        Assert.True(next.AtRange);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0.0)]
    public void NoDerivative_MovesNothing(double derivative)
    {
        AdamState state = new(0.05, 0.1);
        Assert.Equal(0.05, Rule.Update(state, derivative, ValueScale.Log, Wide).Value);
    }

    [Fact]
    public void Undo_TakesShorterSteps_AndForgetsWhatLedThere()
    {
        AdamState far = Rule.Update(new(0.1, 0.2), 1, ValueScale.Log, Wide);
        Assert.Equal(new AdamState(0.1, 0.1), Rule.Undo(far, 0.1));
    }

    [Fact]
    public void LongVector_IsShortenedToTheMedianLength()
    {
        ImmutableArray<double>[] vectors = [[300, 400], [0.3, 0.4], [0, 1]];
        (ImmutableArray<ImmutableArray<double>> bounded, ImmutableArray<double> lengths) = BoundedInfluence.Of(vectors, [1, 2]);
        Assert.Equal([500, 0.5, 1], lengths);
        Assert.Equal(0.6, bounded[0][0], 12);
        Assert.Equal(0.8, bounded[0][1], 12);
        Assert.Equal([0.3, 0.4], bounded[1]);
        Assert.Equal([0, 1], bounded[2]);
    }

    [Theory]
    [InlineData(2, new[] { -0.2, 0.2 })]
    [InlineData(3, new[] { -0.2, 0, 0.2 })]
    [InlineData(4, new[] { -0.2, -0.2 / 3, 0.2 / 3, 0.2 })]
    public void Shifts_OfReplicas_SpreadEvenlyAndCancel(int replicas, double[] expected)
    {
        double[] shifts = [.. Enumerable.Range(0, replicas).Select(replica => StabilityMargin.Shift(0.2, replica, replicas, outerStep: 7))];
        Assert.Equal(expected.Length, shifts.Length);
        Assert.All(expected.Zip(shifts), pair => Assert.Equal(pair.First, pair.Second, 12));
    }

    [Fact]
    public void SingleReplica_TakesTurns() =>
        Assert.Equal([0.2, -0.2, 0.2], [.. Enumerable.Range(0, 3).Select(step => StabilityMargin.Shift(0.2, 0, 1, step))]);
}
