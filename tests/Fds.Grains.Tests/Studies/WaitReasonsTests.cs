using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Grains.Tests.Scheduling;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Why work waits, as a label and in words: the two say the same.</summary>
public sealed class WaitReasonsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(90);
    private static readonly WorkItem Waiting = new() { Key = Orders.Order(0).Key, WaitingSince = DateTimeOffset.UnixEpoch };

    [Fact]
    public void Work_WhoseSchedulerHasNotBeenAsked_WaitsForASlot() => Check(new(null, "cpu", null, Paused: false, Now), WaitReason.Unknown, "waits for a cpu slot, waiting 1m");

    [Fact]
    public void Work_OfAPausedStudy_WaitsForThat() => Check(new(Report(1, 1, Waiting.Key), "cpu", null, Paused: true, Now), WaitReason.Paused, "waits for its study to be resumed");

    [Fact]
    public void Work_InTheQueueOfAPoolWithoutDevices_WaitsForOne() => Check(new(Report(0, 0, Waiting.Key), "cuda", null, Paused: false, Now), WaitReason.NoDevice, "no device of pool cuda, waiting 1m");

    [Fact]
    public void Work_InTheQueueOfABusyPool_WaitsForASlot() => Check(new(Report(2, 2, Waiting.Key), "cpu", null, Paused: false, Now), WaitReason.NoFreeSlot, "no free cpu slot: 2 busy, 7 orders ahead, waiting 1m");

    [Fact]
    public void Work_InTheQueueOfAPoolWithAFreeSlot_IsStarting() => Check(new(Report(2, 1, Waiting.Key), "cpu", null, Paused: false, Now), WaitReason.Starting, "starting, waiting 1m");

    [Fact]
    public void Work_ThatIsNotQueued_IsHeldBackByItsStudyOrStarting()
    {
        Check(new(Report(2, 2), "cpu", 3, Paused: false, Now), WaitReason.Parallelism, "held back by resources.parallelism, 3 at once, or starting, waiting 1m");
        Check(new(Report(2, 2), "cpu", null, Paused: false, Now), WaitReason.Starting, "starting, waiting 1m");
    }

    private static void Check(WaitReasons subject, WaitReason reason, string words) => Assert.Equal((reason, words), (subject.Reason(Waiting), subject.Of(Waiting)));

    private static WaitReport Report(int devices, int busy, params ImmutableArray<WorkKey> orders) => new() { Devices = devices, Busy = busy, Orders = orders, Ahead = [.. orders.Select(_ => 7)] };
}
