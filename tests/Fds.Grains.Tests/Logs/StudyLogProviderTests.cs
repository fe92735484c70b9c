using Fds.Contracts.Devices;
using Fds.Contracts.Logs;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Logs;
using Fds.Grains.Studies;
using Fds.Grains.Tests.Studies;
using Fds.Studies.Plans.Learning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Logs;

/// <summary>Which lines are kept for which study, through a real logger factory and the product's own log methods.</summary>
public sealed class StudyLogProviderTests : IDisposable
{
    private readonly StudyLogRing ring;
    private readonly ILoggerFactory factory;

    public StudyLogProviderTests()
    {
        IOptions<FdsSiloOptions> options = Options.Create(new FdsSiloOptions { SiloName = "silo-7" });
        ring = new(options, TimeProvider.System);
        StudyLogProvider provider = new(ring, options, Options.Create(new FdsClusterOptions { ConnectionString = "Host=db;Password=hunter22" }));
        factory = LoggerFactory.Create(logging => logging.AddProvider(provider).SetMinimumLevel(LogLevel.Debug));
    }

    private static WorkKey Work => new() { Study = "a", Kind = WorkKind.Hypergradient, OuterStep = 2, Replica = 5 };

    public void Dispose() => factory.Dispose();

    [Fact]
    public void Lines_OfCoordinators_NameTheirStudy()
    {
        StudyLog log = new(factory.CreateLogger<StudyGrain>());
        log.Event("a", StudyEventKind.OuterStepCompleted, "outer step 1 of 2, Password=hunter22");
        log.NotAsked("b", "a", "lost");

        LogLine line = Assert.Single(Lines("a"));
        Assert.Equal(("silo-7", LogLineLevel.Information, 1000, "a", (int?)null), (line.Silo, line.Level, line.EventId, line.Study, line.Replica));
        Assert.Equal("Study a, OuterStepCompleted: outer step 1 of 2, Password=***", line.Message);
        Assert.Equal(LogLineLevel.Warning, Assert.Single(Lines("b")).Level);
    }

    [Fact]
    public void Lines_OfRuns_NameTheirStudyByTheirWorkOrTheirScope()
    {
        ILogger log = factory.CreateLogger("any");
        log.OfWork("silo/0", Work);
        WorkOrder order = new() { Key = Work, Attempt = 1, Pool = "cpu", Incarnation = Guid.NewGuid(), Specification = TestStudies.Specification("a"), Schedule = OuterLoop.Schedule(OuterLoop.Initial(TestStudies.Specification("a"))) };
        using (RunScope.Begin(log, new DeviceSlot("silo/0", "cpu", "cpu", 1), order))
        {
            log.OfAFile("x");

            // What names a study of its own is that study's, whatever it happens in.
            log.OfAStudy("b");
        }

        log.OfAFile("nothing");
        Assert.Equal([("Device silo/0 failed at a/Hypergradient/2/5", 5), ("something about x", 5)], Lines("a").Select(line => (line.Message, line.Replica!.Value)));
        LogLine other = Assert.Single(Lines("b"));
        Assert.Equal(("something about b", (int?)null), (other.Message, other.Replica));
    }

    [Fact]
    public void Lines_OfStorage_NameTheirStudyByItsGrain()
    {
        ILogger log = factory.CreateLogger("any");
        log.OfAGrain(GrainId.Create("fds-study", "a"));
        log.OfAGrain(GrainId.Create("fds-catalogue", "a"));

        Assert.Equal("The state of fds-study/a could not be reached", Assert.Single(Lines("a")).Message);
    }

    private LogLine[] Lines(string study) => [.. ring.Read(new() { Studies = [study] }).Lines];
}
