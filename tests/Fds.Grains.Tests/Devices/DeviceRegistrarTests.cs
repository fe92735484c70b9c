using Fds.Contracts.Devices;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Storage;
using Fds.Grains.Tests.Studies;
using Fds.Grains.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>A silo that is told to stop does so in its time, whoever does not answer.</summary>
public sealed class DeviceRegistrarTests : IDisposable
{
    private readonly FakeStudy study = new();
    private readonly GatedRunner runner = new();
    private readonly TestMeterFactory meters = new();
    private readonly TemporaryFolder folder = new();
    private readonly FdsInstruments instruments;
    private readonly DeviceSlots slots;
    private readonly FakeLife life = new();
    private readonly DeviceRegistrar registrar;
    private readonly SiloLifecycleSubject lifecycle = new(NullLogger<SiloLifecycleSubject>.Instance);

    public DeviceRegistrarTests()
    {
        instruments = new(meters, TimeProvider.System);
        IOptions<FdsSiloOptions> options = Options.Create(new FdsSiloOptions { SiloName = "silo", Heartbeat = TimeSpan.FromMilliseconds(50), Checkpoints = folder.Path });
        IGrainFactory grains = FakeGrains.Of(study, new());
        RunReporter reporter = new(
            grains, new FakeSilo(), options, new(options, instruments, TimeProvider.System, NullLogger<WorkCheckpoints>.Instance), instruments, TimeProvider.System, NullLogger<RunReporter>.Instance);
        slots = new(new FixedDevices(), runner, reporter, new FakeHealth(), new(life, NullLogger<DeviceLoss>.Instance), options, TimeProvider.System, NullLogger<DeviceWorker>.Instance);
        registrar = new(slots, grains, new FakeSilo(), options, instruments, TimeProvider.System, NullLogger<DeviceRegistrar>.Instance);
        registrar.Participate(lifecycle);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        registrar.Dispose();
        slots.Dispose();
        life.Dispose();
        instruments.Dispose();
        meters.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Stop_WhenAStudyDoesNotTakeItsReport_EndsWhenTheTimeIsUp()
    {
        study.Unreachable = int.MaxValue;
        await lifecycle.OnStart(Cancelled).Reached("the start");
        Assert.Equal(StartCode.Accepted, slots["silo/0"].TryBegin(Orders.Order(0)).Code);
        await runner.Begun(0).Reached("the run begins");

        using CancellationTokenSource time = new(TimeSpan.FromMilliseconds(200));
        await lifecycle.OnStop(time.Token).WaitAsync(TimeSpan.FromSeconds(10), Cancelled);

        Assert.True(slots["silo/0"].Status("here").Draining);
    }

    [Fact]
    public async Task Stop_WhenTheStudyTakesItsReport_EndsAfterThat()
    {
        await lifecycle.OnStart(Cancelled).Reached("the start");
        slots["silo/0"].TryBegin(Orders.Order(0));
        await runner.Begun(0).Reached("the run begins");
        await lifecycle.OnStop(Cancelled).Reached("the stop");

        Assert.True(study.Reports.TryRead(out RunReport? report), "The stop ended before the report was delivered.");
        Assert.Equal(RunOutcome.Preempted, report.Outcome);
    }
}
