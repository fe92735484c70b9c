using Fds.Core.Runtime;
using TorchSharp;
using Xunit;

namespace Fds.Core.Tests.Runtime;

public sealed class CardMemoryTests
{
    private static readonly torch.Device Card = new(DeviceType.CUDA, 1);

    private long? free = 1000;

    [Fact]
    public void FreeBytes_OfACardThatSaysNothing_AreUnknown()
    {
        free = null;
        CardMemory memory = Subject();
        memory.Begin(1);

        Assert.Null(memory.FreeBytes(1));
    }

    [Fact]
    public void FreeBytes_WhereLibtorchKeepsWhatRunsGaveBack_CountItAsFreeButNotTheData()
    {
        CardMemory memory = Subject();
        memory.Begin(1);
        memory.Hold(Card, 300);
        free = 100;

        Assert.Equal(700, memory.FreeBytes(1));
        memory.Hold(Card, -300);
        Assert.Equal(1000, memory.FreeBytes(1));
    }

    [Fact]
    public void FreeBytes_WhereOthersHaveGone_AreWhatTheDriverSays()
    {
        CardMemory memory = Subject();
        memory.Begin(1);
        free = 5000;
        memory.Begin(1);

        Assert.Equal(5000, memory.FreeBytes(1));
        Assert.Equal(5000, memory.FreeBytes(0));
    }

    [Fact]
    public void Hold_OnTheProcessor_TakesNothingOfACard()
    {
        CardMemory memory = Subject();
        memory.Begin(0);
        memory.Hold(torch.CPU, 400);

        Assert.Equal(1000, memory.FreeBytes(0));
    }

    private CardMemory Subject() => new(_ => free);
}
