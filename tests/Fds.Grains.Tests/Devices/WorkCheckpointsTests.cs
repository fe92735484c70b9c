using Fds.Contracts.Devices;
using Fds.Core.Training.Checkpoints;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Scheduling;
using Fds.Grains.Tests.Storage;
using Fds.Grains.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Fds.Grains.Tests.Devices;

/// <summary>A study's checkpoints are in a folder of its own, and whoever names a study cannot make it another.</summary>
public sealed class WorkCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestMeterFactory meters = new();
    private readonly FdsInstruments instruments;
    private readonly WorkCheckpoints subject;

    public WorkCheckpointsTests()
    {
        instruments = new(meters, TimeProvider.System);
        subject = new(Options.Create(new FdsSiloOptions { Checkpoints = Path.Combine(folder.Path, "checkpoints") }), instruments, TimeProvider.System, NullLogger<WorkCheckpoints>.Instance);
    }

    public void Dispose()
    {
        instruments.Dispose();
        meters.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void RemoveStudy_RemovesItsFolderOnly()
    {
        string own = File("checkpoints/study/Hypergradient/0/0/a");
        string others = File("checkpoints/study-2/Hypergradient/0/0/a");
        subject.RemoveStudy("study");

        Assert.Equal((false, true), (Path.Exists(own), Path.Exists(others)));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../elsewhere")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(null)]
    public void Remove_OfAStudyWhoseNameLeadsElsewhere_RemovesNothing(string? name)
    {
        string[] files = [File("elsewhere/a"), File("elsewhere/Trial/0/0/a"), File("checkpoints/study/Trial/0/0/a"), File("Trial/0/0/a")];
        string study = name ?? Path.Combine(folder.Path, "elsewhere");
        WorkKey work = Orders.Order(0, study: study).Key with { Kind = WorkKind.Trial };

        subject.RemoveStudy(study);
        subject.RemoveWork(study);
        subject.RemoveStep(work);
        subject.Remove(work);

        Assert.All(files, file => Assert.True(Path.Exists(file), file));
        Assert.Throws<CheckpointException>(() => subject.StateOf(study, 0));
        Assert.Throws<CheckpointException>(() => subject.Of(new("silo/0", "cpu", "cpu", 1), Orders.Order(0, study: study), new(_ => { }, () => false, default), (_, _) => { }));
    }

    private string File(string inside)
    {
        string file = Path.Combine(folder.Path, inside);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, "anything");
        return file;
    }
}
