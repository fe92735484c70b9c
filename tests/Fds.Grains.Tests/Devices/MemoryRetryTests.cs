using Fds.Core.Adjoints;
using Fds.Grains.Devices;
using Fds.Testing;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class MemoryRetryTests
{
    private const int Horizon = 100;

    private readonly List<AdjointMemory?> tried = [];
    private readonly List<string> told = [];

    [Fact]
    public void Run_ThatFits_IsDoneOnce()
    {
        Assert.Equal(AdjointMemory.All, Run(_ => true));
        Assert.Equal([AdjointMemory.All], tried);
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(AdjointMemory.Segments, "Segments: CUDA out of memory")]
    [InlineData(AdjointMemory.Levels, "Segments: CUDA out of memory", "Levels: CUDA out of memory")]
    public void Run_ThatDoesNotFit_IsRepeatedWithTheNextFewerStates(AdjointMemory fits, params string[] expected)
    {
        Assert.Equal(fits, Run(states => states == fits));
        Assert.Equal(expected, told.Select(line => line[..line.IndexOf('.', StringComparison.Ordinal)]));
    }

    [Fact]
    public void Run_ThatFitsWithoutStatesOnly_CarriesColumns() => Assert.Null(Run(states => states is null));

    [Fact]
    public void Run_ThatNeverFits_SaysWhatToChange()
    {
        MemoryException e = Assert.Throws<MemoryException>(() => Run(_ => false));

        Assert.StartsWith("The device lacks the memory for this run: CUDA out of memory. Tried to allocate 2.00 GiB.", e.Message, StringComparison.Ordinal);
        Assert.Equal([AdjointMemory.All, AdjointMemory.Segments, AdjointMemory.Levels, null], tried);
    }

    [Fact]
    public void Run_ThatFailsOtherwise_IsNotRepeated()
    {
        Assert.Throws<TorchFault>(() => MemoryRetry.Run<int>(1, Plan, _ => throw TorchFault.IllegalAddress(), (_, _) => { }));
    }

    private static TrailPlan? Plan(long free) => TrailPlan.Fitting(Horizon, numbers: 2, bytesPerNumber: 4, free) is { } plan && plan.Bytes(2, 4) <= free ? plan : null;

    private AdjointMemory? Run(Func<AdjointMemory?, bool> fits) => MemoryRetry.Run(
        free: 1 << 10,
        Plan,
        free =>
        {
            AdjointMemory? states = Plan(free)?.Memory;
            tried.Add(states);
            return fits(states) ? states : throw TorchFault.OutOfMemory();
        },
        (states, reason) => told.Add($"{states?.Memory}: {reason}."));
}
