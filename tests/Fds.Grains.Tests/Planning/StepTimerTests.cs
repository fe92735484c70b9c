using Fds.Grains.Planning;
using Xunit;

namespace Fds.Grains.Tests.Planning;

public sealed class StepTimerTests
{
    /// <summary>One image of 6,000 × 6,000 takes WideResNet more memory than most hosts have: its plan says at once that the time is unknown.</summary>
    [Theory]
    [InlineData(78_000, 3 * 6000 * 6000, false)]
    [InlineData(78_000, 3 * 224 * 224, true)]
    [InlineData(100_000_000, 3 * 32 * 32, false)]
    public void Step_OfHugeImagesOrNetworks_IsNotTimed(long weights, long imageLength, bool timed) => Assert.Equal(timed, StepTimer.IsQuick(weights, imageLength));
}
