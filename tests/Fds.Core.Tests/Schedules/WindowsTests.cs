using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.Schedules;

public sealed class WindowsTests
{
    private const int LongestHorizon = 40;

    [Fact]
    public void Windows_OfEverySmallHorizon_CoverEachStepOnceAndAreNotEmpty()
    {
        for (int horizon = 1; horizon <= LongestHorizon; horizon++)
        {
            for (int windows = 1; windows <= horizon; windows++)
            {
                int[] lengths = new int[windows];
                for (int step = 0; step < horizon; step++)
                {
                    int window = Windows.At(step, horizon, windows);
                    Assert.InRange(window, 0, windows - 1);
                    Assert.Equal((int)Math.Floor((decimal)windows * step / horizon), window);
                    Assert.InRange(step, Windows.FirstStep(window, horizon, windows), Windows.FirstStep(window + 1, horizon, windows) - 1);
                    lengths[window]++;
                }

                Assert.DoesNotContain(0, lengths);
                Assert.Equal(lengths, Enumerable.Range(0, windows).Select(window => Windows.Length(window, horizon, windows)));
                Assert.Equal(horizon, lengths.Sum());
                Assert.InRange(lengths.Max() - lengths.Min(), 0, 1);
            }
        }
    }

    [Fact]
    public void FirstStep_OfTheFirstAndOnePastTheLast_AreTheEndsOfTheHorizon()
    {
        Assert.Equal((0, 11), (Windows.FirstStep(0, 11, 4), Windows.FirstStep(4, 11, 4)));
        Assert.Equal([0, 3, 6, 9], Enumerable.Range(0, 4).Select(window => Windows.FirstStep(window, 11, 4)));
    }

    [Fact]
    public void Windows_OfAHorizonWhoseProductsPassInt32_AreStillRight()
    {
        const int Horizon = 1_000_000_000;

        Assert.Equal(9, Windows.At(Horizon - 1, Horizon, 10));
        Assert.Equal(900_000_000, Windows.FirstStep(9, Horizon, 10));
    }

    /// <summary>Also where there are more windows than steps, so that some are empty.</summary>
    [Fact]
    public void UpdatesBefore_IsWhatCountingStepByStepGives()
    {
        for (int horizon = 1; horizon <= LongestHorizon; horizon++)
        {
            for (int windows = 1; windows <= LongestHorizon + 5; windows++)
            {
                long counted = 0;
                for (int until = 0; until <= horizon; until++)
                {
                    Assert.Equal(counted, Windows.UpdatesBefore(until, horizon, windows));
                    counted += Enumerable.Range(0, windows).Count(window => Windows.FirstStep(window, horizon, windows) <= until);
                }
            }
        }

        Assert.Equal((0, 0), (Windows.UpdatesBefore(-1, 5, 2), Windows.UpdatesBefore(0, 0, 3)));
    }

    /// <summary>A thousand windows of a hundred thousand steps each, of which the first is live all the time and the last for its own steps alone.</summary>
    [Fact]
    public void UpdatesBefore_TheEndOfTheLongestHorizon_IsExactAndTakesNoTime() =>
        Assert.Equal(100_000L * 1000 * 1001 / 2, Windows.UpdatesBefore(100_000_000, 100_000_000, 1000));

    [Theory]
    [InlineData(HyperparameterKind.LearningRate)]
    [InlineData(HyperparameterKind.Momentum)]
    [InlineData(HyperparameterKind.WeightDecay)]
    public void RequireNonEmpty_WhenTheHorizonIsTooShort_NamesTheKindAndTheNumbers(HyperparameterKind kind)
    {
        Windows.RequireNonEmpty(7, 7, kind);

        FdsException refusal = Assert.Throws<FdsException>(() => Windows.RequireNonEmpty(6, 7, kind));
        Assert.Contains($"the {kind} schedule has 7 windows over a horizon of 6 inner steps", refusal.Message, StringComparison.Ordinal);
    }
}
