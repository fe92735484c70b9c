using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Training;
using Fds.Grains.Planning;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Grains.Tests.Planning;

public sealed class StepTimerTests
{
    /// <summary>One image of 2,400 × 2,400 takes WideResNet gigabytes: the plan says that the time is unknown, at once.</summary>
    [Theory]
    [InlineData(2400, false)]
    [InlineData(16, true)]
    public void Time_OfHugeImages_IsNotMeasured(int side, bool measured)
    {
        LabelledImages images = new(new byte[2 * side * side], [0, 1], 2, 1, side, side);
        using DeviceData data = new(new("huge", images, images, 2, new([0.5], [0.5])), CPU);
        TrainingSetting setting = new() { Network = NetworkFactory.Create("wrn-10-1", 1, side, side, 2), Data = data, BatchSize = 1, Horizon = Horizon.OfSteps(4), ValidationFraction = 0.5 };

        StepTimes times = new StepTimer(TimeProvider.System).OfNetwork(setting, columns: 1);

        Assert.Equal(measured, times.Gradient > 0);
    }
}
