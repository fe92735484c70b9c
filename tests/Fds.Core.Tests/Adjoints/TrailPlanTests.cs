using Fds.Core.Adjoints;
using Xunit;

namespace Fds.Core.Tests.Adjoints;

public sealed class TrailPlanTests
{
    /// <summary>Worked out by hand: 10 steps in blocks of 4 keep 3 states and at most 3 more; going back repeats 1, 3 and 3 steps.</summary>
    [Fact]
    public void Plan_OfTenSteps_IsTheOneWorkedOutByHand()
    {
        Assert.Equal((10, 0L), Numbers(new(10, AdjointMemory.All)));
        Assert.Equal((6, 7L), Numbers(new(10, AdjointMemory.Segments)));

        // Blocks of 9 in blocks of 3: states 0 and 9, then 3 and 6, then 1 and 2. Back from 10: nothing; then 6 steps to 6, and 2 in each of three.
        Assert.Equal((6, 12L), Numbers(new(10, AdjointMemory.Levels)));

        static (int, long) Numbers(TrailPlan plan) => (plan.States, plan.StepsAgain);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(9250)]
    [InlineData(10_000)]
    public void Plan_OfALongRun_KeepsRootsOfItAndRepeatsItOnceOrTwice(int horizon)
    {
        TrailPlan segments = new(horizon, AdjointMemory.Segments);
        TrailPlan levels = new(horizon, AdjointMemory.Levels);

        Assert.InRange(segments.States, 1.9 * Math.Sqrt(horizon), 2.1 * Math.Sqrt(horizon));
        Assert.InRange(segments.StepsAgain, 0.95 * horizon, horizon);
        Assert.InRange(levels.States, 2.7 * Math.Cbrt(horizon), 3.2 * Math.Cbrt(horizon));
        Assert.InRange(levels.StepsAgain, 1.8 * horizon, 2.0 * horizon);
    }

    [Fact]
    public void Bytes_OfSegments_AreTwoStatesOfEachRoot() => Assert.Equal(199L * 2 * 44_000 * 4, new TrailPlan(10_000, AdjointMemory.Segments).Bytes(2 * 44_000, 4));

    [Theory]
    [InlineData(long.MaxValue, AdjointMemory.All)]
    [InlineData(100 * 80, AdjointMemory.All)]
    [InlineData((100 * 80) - 1, AdjointMemory.Segments)]
    [InlineData(19 * 80, AdjointMemory.Segments)]
    [InlineData((19 * 80) - 1, AdjointMemory.Levels)]
    [InlineData(0, AdjointMemory.Levels)]
    public void Fitting_TakesTheMostThatFits(long free, AdjointMemory expected) => Assert.Equal(expected, TrailPlan.Fitting(100, numbers: 2 * 10, bytesPerNumber: 4, free).Memory);
}
