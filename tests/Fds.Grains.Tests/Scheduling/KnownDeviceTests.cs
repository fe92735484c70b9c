using Fds.Contracts.Devices;
using Fds.Grains.Scheduling;
using Xunit;

namespace Fds.Grains.Tests.Scheduling;

public sealed class KnownDeviceTests
{
    private static readonly WorkOrder Order = Orders.Order(0);
    private static readonly DeviceStatus Idle = new() { Device = "silo/0", Pool = "cpu", Silo = "127.0.0.1:1@1" };

    [Fact]
    public void IsFree_WhenNothingRunsStartsOrDrains()
    {
        Assert.True(new KnownDevice(Idle).IsFree);
        Assert.False(new KnownDevice(Idle with { Current = Order.Key }).IsFree);
        Assert.False(new KnownDevice(Idle with { Draining = true }).IsFree);
        Assert.False(Starting().IsFree);
    }

    [Fact]
    public void Suits_WhereAnOrderFailed_IsSoOnlyIfThereIsNoOtherSilo()
    {
        KnownDevice device = new(Idle);
        string other = "127.0.0.1:2@1";

        Assert.True(device.Suits(Order, [Idle.Silo, other]));
        Assert.True(device.Suits(Order with { FailedOn = [other] }, [Idle.Silo, other]));
        Assert.False(device.Suits(Order with { FailedOn = [Idle.Silo] }, [Idle.Silo, other]));
        Assert.True(device.Suits(Order with { FailedOn = [Idle.Silo] }, [Idle.Silo]));
        Assert.True(device.Suits(Order with { FailedOn = [Idle.Silo, other] }, [Idle.Silo, other]));
    }

    [Fact]
    public void Has_IsAboutThisAttemptOfThisWork_OnItsWayOrRunning()
    {
        KnownDevice device = Starting();
        AssertHasOnlyThisAttempt(device);

        device.Answered(new() { Code = StartCode.Accepted, Current = Order.Key });
        AssertHasOnlyThisAttempt(device);

        device.BecameFree();
        Assert.False(device.Has(Order));
        AssertHasOnlyThisAttempt(new(Idle with { Current = Order.Key, Attempt = 1, Incarnation = Orders.Incarnation }));
    }

    [Fact]
    public void Has_WhenTheDeviceWasBusyWithAnAttemptThatIsNotKnown_IsFalse()
    {
        KnownDevice device = Starting();
        device.Answered(new() { Code = StartCode.Busy, Current = Order.Key });

        Assert.False(device.IsFree);
        Assert.False(device.Has(Order));
    }

    [Fact]
    public void Answered_WhenAccepted_IsNotFreeUntilItSaysSo()
    {
        KnownDevice device = Starting();
        device.Answered(new() { Code = StartCode.Accepted, Current = Order.Key });
        Assert.Null(device.Starting);
        Assert.False(device.IsFree);

        device.BecameFree();
        Assert.True(device.IsFree);
    }

    [Fact]
    public void BecameFree_BeforeTheAnswerToAStart_IsSoOnceThatIsThere()
    {
        KnownDevice device = Starting();
        device.BecameFree();
        Assert.False(device.IsFree);

        device.Answered(new() { Code = StartCode.Accepted, Current = Order.Key });
        Assert.True(device.IsFree);
        Assert.False(device.Has(Order));

        // It is about that order only.
        device.Starts(Order);
        device.Answered(new() { Code = StartCode.Accepted, Current = Order.Key });
        Assert.False(device.IsFree);
    }

    [Fact]
    public void Answered_WhenDraining_IsNeverFreeAgainUntilItRegisters()
    {
        KnownDevice device = Starting();
        device.Answered(new() { Code = StartCode.Draining });
        Assert.False(device.IsFree);

        DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        device.Update(Idle, now);
        Assert.True(device.IsFree);
        Assert.Equal(now, device.Seen);
    }

    private static KnownDevice Starting()
    {
        KnownDevice device = new(Idle);
        device.Starts(Order);
        return device;
    }

    private static void AssertHasOnlyThisAttempt(KnownDevice device)
    {
        Assert.True(device.Has(Orders.Order(0)));
        Assert.False(device.Has(Orders.Order(0, attempt: 2)));
        Assert.False(device.Has(Orders.Order(1)));

        // A study that was deleted and submitted again asks for the same work under the same attempt.
        Assert.False(device.Has(Orders.Order(0) with { Incarnation = Guid.NewGuid() }));
    }
}
