using Fds.Core.Tangents;
using Xunit;

namespace Fds.Core.Tests.Tangents;

public sealed class PruningTests
{
    /// <summary>Two windows of ten steps: x where the rule skips, . where it updates.</summary>
    [Theory]
    [InlineData(PruningMode.Alternate, 0.21, "x...x...x.x...x...x.")]
    [InlineData(PruningMode.Alternate, 0.25, "x...x...x.x...x...x.")]
    [InlineData(PruningMode.Alternate, 0.5, ".x.x.x.x.x.x.x.x.x.x")]
    [InlineData(PruningMode.Alternate, 0.75, ".xxx.xxx.x.xxx.xxx.x")]
    [InlineData(PruningMode.Alternate, 0.9, ".xxxxxxxxx.xxxxxxxxx")]
    [InlineData(PruningMode.Truncate, 0.21, "xxx.......xxx.......")]
    [InlineData(PruningMode.Truncate, 0.25, "xxx.......xxx.......")]
    [InlineData(PruningMode.Truncate, 0.5, "xxxxx.....xxxxx.....")]
    [InlineData(PruningMode.Truncate, 0.75, "xxxxxxxx..xxxxxxxx..")]
    [InlineData(PruningMode.Truncate, 0.9, "xxxxxxxxx.xxxxxxxxx.")]
    [InlineData(PruningMode.Alternate, 0.0, "....................")]
    [InlineData(PruningMode.Truncate, 0.0, "....................")]
    [InlineData(PruningMode.None, 0.9, "....................")]
    public void Skips_OverTwoWindows_FollowsTheRule(PruningMode mode, double ratio, string expected) =>
        Assert.Equal(expected, Skipped(new(mode, ratio), horizon: 20, windows: 2));

    /// <summary>The interval counts from ⌊T/n⌋ steps, also where windows are a step longer.</summary>
    [Theory]
    [InlineData(PruningMode.Alternate, 0.5, ".x..x..x..x")]
    [InlineData(PruningMode.Truncate, 0.5, "xx.xx.xx.xx")]
    public void Skips_WhenWindowsDoNotDivideTheHorizon_GoesByTheShorterLength(PruningMode mode, double ratio, string expected) =>
        Assert.Equal(expected, Skipped(new(mode, ratio), horizon: 11, windows: 3));

    [Fact]
    public void Off_SkipsNothing() => Assert.Equal("......", Skipped(Pruning.Off, horizon: 6, windows: 2));

    [Fact]
    public void SkipsAll_IsWhatLookingAtEveryStepGives()
    {
        foreach (PruningMode mode in Enum.GetValues<PruningMode>())
        {
            foreach (double ratio in (double[])[0, 0.05, 0.3, 0.49, 0.5, 0.7, 0.75, 0.9, 0.99])
            {
                for (int horizon = 1; horizon <= 30; horizon++)
                {
                    for (int windows = 1; windows <= horizon; windows++)
                    {
                        Pruning pruning = new(mode, ratio);
                        Assert.Equal(!Skipped(pruning, horizon, windows).Contains('.'), pruning.SkipsAll(horizon, windows));
                    }
                }
            }
        }
    }

    private static string Skipped(Pruning pruning, int horizon, int windows) =>
        string.Concat(Enumerable.Range(0, horizon).Select(step => pruning.Skips(step, horizon, windows) ? 'x' : '.'));
}
