using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Storage;
using Fds.Grains.Tests.Telemetry;
using Fds.Studies.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;
using TorchFault = Fds.Testing.TorchFault;

namespace Fds.Grains.Tests.Devices;

public sealed class DeviceWorkerTests : IDisposable
{
    private static readonly DeviceSlot Slot = new("silo/0", "cpu", "cpu", 1);

    private readonly FakeStudy study = new();
    private readonly FakeScheduler scheduler = new();
    private readonly GatedRunner runner = new();
    private readonly FakeHealth health = new();
    private readonly FakeLife life = new();
    private readonly DeviceLoss loss;
    private readonly TestMeterFactory meters = new();
    private readonly TemporaryFolder folder = new();
    private readonly FdsInstruments instruments;
    private readonly DeviceWorker worker;

    public DeviceWorkerTests()
    {
        instruments = new(meters, TimeProvider.System);
        IOptions<FdsSiloOptions> options = Options.Create(new FdsSiloOptions { Heartbeat = TimeSpan.FromMilliseconds(50), Lease = TimeSpan.FromSeconds(1), Checkpoints = folder.Path });
        RunReporter reporter = new(
            FakeGrains.Of(study, scheduler), new FakeSilo(), options, new(options, instruments, TimeProvider.System, NullLogger<WorkCheckpoints>.Instance),
            instruments, TimeProvider.System, NullLogger<RunReporter>.Instance);
        loss = new(life, NullLogger<DeviceLoss>.Instance);
        worker = new(Slot, runner, reporter, health, loss, TimeProvider.System, NullLogger<DeviceWorker>.Instance);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        worker.Dispose();
        instruments.Dispose();
        meters.Dispose();
        life.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task TryBegin_WhileAJobRuns_IsBusyAndTheSameAttemptIsAlreadyRunning()
    {
        Assert.Equal(StartCode.Accepted, worker.TryBegin(Orders.Order(0)).Code);
        await runner.Begun(0).Reached("the first run begins");

        StartReply other = worker.TryBegin(Orders.Order(1));
        Assert.Equal((StartCode.Busy, Orders.Order(0).Key), (other.Code, other.Current));
        Assert.Equal(StartCode.Busy, worker.TryBegin(Orders.Order(0, attempt: 2)).Code);
        Assert.Equal(StartCode.AlreadyRunning, worker.TryBegin(Orders.Order(0)).Code);
        DeviceStatus status = worker.Status("here");
        Assert.Equal((Orders.Order(0).Key, 1, false), (status.Current, status.Attempt, status.Draining));

        runner.End(0, Completed);
        await study.Reports.ReadAsync(Cancelled).Reached("the report");
        Assert.Null(worker.Status("here").Current);
    }

    [Fact]
    public async Task TryBegin_FromManyThreads_StartsOneJob()
    {
        using Barrier barrier = new(8);
        StartReply[] replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait(Cancelled);
                return worker.TryBegin(Orders.Order(i));
            },
            Cancelled,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).Reached("eight threads try to begin");

        Assert.Single(replies, reply => reply.Code == StartCode.Accepted);
        Assert.Equal(7, replies.Count(reply => reply.Code == StartCode.Busy));
        runner.End(replies.First(reply => reply.Code == StartCode.Accepted).Current!.Replica, Completed);
        await study.Reports.ReadAsync(Cancelled).Reached("the one report");
    }

    [Fact]
    public async Task Run_WhenItEnds_IsReportedUnderTheFenceOfItsHeartbeatsAndFreesTheDevice()
    {
        worker.TryBegin(Orders.Order(0, attempt: 3));
        await runner.Begun(0).Reached("the run begins");
        runner.Report!(new(5, 10, 2, 0.25));
        RunProgress heartbeat;
        do
        {
            heartbeat = await study.Heartbeats.ReadAsync(Cancelled).Reached("a heartbeat that says 5 of 10");
        }
        while (heartbeat.InnerStep != 5);

        runner.End(0, () => new(RunOutcome.Completed, null) { Hypergradient = [1, double.NaN], Loss = 0.5, Accuracy = 0.75, AboveChance = true, InnerSteps = 10, GradientSteps = 30 });
        RunReport report = await study.Reports.ReadAsync(Cancelled).Reached("the report");

        Assert.Equal((10, 2, 0.25), (heartbeat.InnerSteps, heartbeat.LiveColumns, heartbeat.Loss!.Value));
        Assert.Equal(3, report.Fence.Attempt);
        Assert.Equal(heartbeat.Fence, report.Fence);
        Assert.NotEqual(Guid.Empty, report.Fence.RunId);
        Assert.Equal(Orders.Order(0).Key, report.Key);
        Assert.Equal((RunOutcome.Completed, 0.5, 0.75, true, 10, 30.0), (report.Outcome, report.Loss, report.Accuracy, report.AboveChance, report.InnerSteps, report.GradientSteps));
        Assert.Equal([1, double.NaN], report.Hypergradient);
        Assert.Equal(("silo/0", "cpu"), (report.Device, report.DeviceKind));
        Assert.Equal("silo/0", await scheduler.Freed.ReadAsync(Cancelled).Reached("the scheduler hears of the free device"));
    }

    [Fact]
    public async Task Run_WhenAHeartbeatIsNeverAnswered_IsHeardOfAgainAllTheSame()
    {
        study.Unanswered = 1;
        worker.TryBegin(Orders.Order(0));
        await study.Heartbeats.ReadAsync(Cancelled).Reached("the heartbeat that gets lost");
        await study.Heartbeats.ReadAsync(Cancelled).Reached("the next heartbeat");

        runner.End(0, Completed);
        await study.Reports.ReadAsync(Cancelled).Reached("the report");
    }

    [Fact]
    public async Task Run_WhenItThrows_IsReportedAsFaultedAndTheSlotLivesOn()
    {
        worker.TryBegin(Orders.Order(0));
        await runner.Begun(0).Reached("the run begins");
        runner.Report!(new(5, 10, 2, 0.25) { Spent = 25, FirstSpent = 5 });
        runner.End(0, () => throw new InvalidOperationException("out of memory\n   at native code"));
        RunReport faulted = await study.Reports.ReadAsync(Cancelled).Reached("the report of the fault");
        Assert.Equal((RunOutcome.Faulted, "out of memory", 25.0, 5.0), (faulted.Outcome, faulted.Reason, faulted.GradientSteps, faulted.FirstSpent));

        worker.TryBegin(Orders.Order(1));
        runner.End(1, Completed);
        RunReport next = await study.Reports.ReadAsync(Cancelled).Reached("the report of the next run");

        Assert.Equal(RunOutcome.Completed, next.Outcome);
        Assert.NotEqual(faulted.Fence.RunId, next.Fence.RunId);
        Assert.Equal([runner.PreparedOn, runner.PreparedOn], runner.Threads);
    }

    [Fact]
    public async Task Run_WhenItLosesTheDevice_WithdrawsTheSlotHandsTheWorkBackAndStopsTheSilo()
    {
        health.Answer = "CUDA error: an illegal memory access was encountered";
        worker.TryBegin(Orders.Order(0));
        runner.End(0, () => throw TorchFault.IllegalAddress());
        RunReport report = await study.Reports.ReadAsync(Cancelled).Reached("the report");

        Assert.Equal((RunOutcome.Preempted, "cpu of its silo can no longer compute: CUDA error: an illegal memory access was encountered"), (report.Outcome, report.Reason));
        Assert.Equal(StartCode.Draining, worker.TryBegin(Orders.Order(1)).Code);
        Assert.True(worker.Status("here").Draining);
        Assert.True(loss.HasOccurred);
        Assert.True(life.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Run_WhenItThrowsAndTheDeviceStillComputes_LosesNothing()
    {
        worker.TryBegin(Orders.Order(0));
        runner.End(0, () => throw new TorchFault("CUDA error: invalid configuration argument"));

        Assert.Equal(RunOutcome.Faulted, (await study.Reports.ReadAsync(Cancelled).Reached("the report")).Outcome);
        Assert.False(loss.HasOccurred);
        Assert.False(life.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Run_WhenItThrowsCancellationOfItsOwn_IsFaultedNotPreempted()
    {
        worker.TryBegin(Orders.Order(0));
        runner.End(0, () => throw new OperationCanceledException("a timeout inside"));

        Assert.Equal(RunOutcome.Faulted, (await study.Reports.ReadAsync(Cancelled).Reached("the report")).Outcome);
    }

    [Fact]
    public async Task Stop_OfThisAttemptOrALaterOne_AbandonsWithoutAReport()
    {
        worker.TryBegin(Orders.Order(0, attempt: 2));
        await runner.Begun(0).Reached("the run begins");
        worker.Stop(Orders.Order(0).Key, 1, "too old");
        worker.Stop(Orders.Order(1).Key, 9, "other work");
        Assert.False(worker.Current!.Stopping.IsCancellationRequested);

        worker.Stop(Orders.Order(0).Key, 2, "cancelled");
        await scheduler.Freed.ReadAsync(Cancelled).Reached("the device becomes free");
        worker.TryBegin(Orders.Order(1));
        runner.End(1, Completed);
        RunReport first = await study.Reports.ReadAsync(Cancelled).Reached("the report of the next run");

        Assert.Equal(1, first.Key.Replica);
    }

    [Fact]
    public async Task Run_WhenTheStudyAbandonsIt_StopsWithoutAReport()
    {
        study.Answer = Verdict.Abandon;
        worker.TryBegin(Orders.Order(0));
        await scheduler.Freed.ReadAsync(Cancelled).Reached("the device becomes free");

        Assert.True(runner.WasAbandoned);
        study.Answer = Verdict.Continue;
        worker.TryBegin(Orders.Order(1));
        runner.End(1, Completed);
        Assert.Equal(1, (await study.Reports.ReadAsync(Cancelled).Reached("the report of the next run")).Key.Replica);
    }

    [Fact]
    public async Task Run_WhenTheStudyPreemptsIt_StopsAndReportsThat()
    {
        study.Answer = Verdict.Preempt;
        worker.TryBegin(Orders.Order(0));
        RunReport report = await study.Reports.ReadAsync(Cancelled).Reached("the report of the preempted run");

        Assert.Equal((RunOutcome.Preempted, "the study is paused"), (report.Outcome, report.Reason));
        Assert.False(runner.WasAbandoned);
    }

    [Fact]
    public async Task Run_ThatWentOnFromACheckpoint_SaysWhereItBeganAndCountsOnlyItsOwnSteps()
    {
        worker.TryBegin(Orders.Order(0));
        await runner.Begun(0).Reached("the run begins");
        runner.Report!(new(1005, 2000, 2, 0.25) { FirstInnerStep = 1000, Spent = 5025, FirstSpent = 5000 });
        RunProgress heartbeat;
        do
        {
            heartbeat = await study.Heartbeats.ReadAsync(Cancelled).Reached("a heartbeat that says 1005 of 2000");
        }
        while (heartbeat.InnerStep != 1005);

        runner.End(0, Completed);
        RunReport report = await study.Reports.ReadAsync(Cancelled).Reached("the report");
        Assert.Equal((1000, 1000), (heartbeat.FirstInnerStep, report.FirstInnerStep));
        Assert.Equal((5025, 5000, 5000), (heartbeat.Spent, heartbeat.FirstSpent, report.FirstSpent));
        Assert.True(heartbeat.Seconds > 0, "It takes no time.");
        Assert.InRange(heartbeat.StepsPerSecond, 0, 5 / 0.01);
    }

    /// <summary>Only what settles a piece of work makes its checkpoints worthless.</summary>
    [Theory]
    [InlineData(RunOutcome.Completed, false)]
    [InlineData(RunOutcome.Diverged, false)]
    [InlineData(RunOutcome.Preempted, true)]
    [InlineData(RunOutcome.Faulted, true)]
    [InlineData(RunOutcome.Unreadable, true)]
    public async Task Deliver_WhenTheResultIsStored_RemovesTheCheckpointsThatNobodyNeeds(RunOutcome outcome, bool kept)
    {
        string own = Path.Combine(folder.Path, Orders.Order(0).Key.ToString());
        Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Combine(own, "0000000001.checkpoint"), "anything", Cancelled);
        worker.TryBegin(Orders.Order(0));
        runner.End(0, () => new(outcome, "because"));
        await study.Reports.ReadAsync(Cancelled).Reached("the report");
        await worker.Drain().Reached("the end of the report");

        Assert.Equal(kept, Directory.Exists(own));
    }

    [Fact]
    public async Task Slot_WithoutWorkForAWhile_GivesMemoryBack()
    {
        worker.TryBegin(Orders.Order(0));
        runner.End(0, Completed);
        await study.Reports.ReadAsync(Cancelled).Reached("the report");
        await runner.GaveBack.Task.Reached("memory is given back");

        worker.TryBegin(Orders.Order(1));
        runner.End(1, Completed);
        Assert.Equal(1, (await study.Reports.ReadAsync(Cancelled).Reached("the report of the next run")).Key.Replica);
    }

    [Fact]
    public async Task Deliver_WhenTheStudyCannotBeReached_IsRepeatedUntilItIs()
    {
        study.Unreachable = 2;
        worker.TryBegin(Orders.Order(0));
        runner.End(0, Completed);

        Assert.Equal(RunOutcome.Completed, (await study.Reports.ReadAsync(Cancelled).Reached("the third try of the report")).Outcome);
        Assert.False(study.Reports.TryPeek(out _));
    }

    [Fact]
    public async Task Drain_WhileAJobRuns_ReportsItAsPreemptedThenTakesNoMore()
    {
        worker.TryBegin(Orders.Order(0));
        await runner.Begun(0).Reached("the run begins");
        await worker.Drain().Reached("the drain");

        Assert.True(study.Reports.TryRead(out RunReport? report), "The drain ended before the report was delivered.");
        Assert.Equal((RunOutcome.Preempted, "the silo is stopping"), (report.Outcome, report.Reason));
        Assert.Equal(StartCode.Draining, worker.TryBegin(Orders.Order(1)).Code);
        Assert.True(worker.Status("here").Draining);
    }

    [Fact]
    public async Task Drain_WhenIdle_EndsAtOnce()
    {
        await worker.Drain().Reached("the drain");

        Assert.Equal(StartCode.Draining, worker.TryBegin(Orders.Order(0)).Code);
    }

    private static WorkResult Completed() => new(RunOutcome.Completed, null);
}
