using System.Diagnostics.Metrics;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Grains.Admission;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Grains.Tests.Studies;
using Fds.Grains.Tests.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Admission;

/// <summary>What a cluster takes and what it refuses, with its reason and count.</summary>
public sealed class StudyAdmissionTests : IDisposable
{
    private readonly TestMeterFactory factory = new();
    private readonly MeterListener listener = new();
    private readonly List<string> counted = [];
    private readonly FixedSurvey survey = new();
    private readonly FdsInstruments instruments;

    public StudyAdmissionTests()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (factory.Made(instrument.Meter) && instrument.Name == "fds.studies.refused")
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, count, labels, _) => counted.AddRange(count > 0 ? [$"{labels[0].Key}={labels[0].Value} {count}"] : []));
        listener.Start();
        instruments = new(factory, TimeProvider.System);
    }

    public void Dispose()
    {
        listener.Dispose();
        instruments.Dispose();
        factory.Dispose();
    }

    private List<string> Counted()
    {
        counted.Clear();
        listener.RecordObservableInstruments();
        return counted;
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("auto")]
    public async Task Study_ThatAsksForWhatThereIs_IsTaken(string device)
    {
        await Subject(PoolGrains.Of(("cpu", 1))).Require("study", Study(device, path: "mine/images"));
        Assert.Empty(Counted());
    }

    [Fact]
    public async Task Device_ThatRegistersALittleLater_IsWaitedFor()
    {
        await Subject(PoolGrains.Of(("cuda", 2))).Require("study", Study("cuda"));
        Assert.Empty(Counted());
    }

    [Fact]
    public async Task Device_ThatNobodyHas_IsRefusedWithWhatThereIs()
    {
        await RequireRefusal(
            Subject(PoolGrains.Of(("cpu", 1))),
            Study("cuda"),
            "resources.device is cuda, but no silo of this cluster has such a device. There are: cpu. Set resources.device to one of them or to auto.",
            "reason=device 1");
    }

    [Fact]
    public async Task Plan_ForADeviceThatNobodyHas_IsRefusedAsTheStudyIsAndNotCounted()
    {
        StudyRefusedException refusal = await Assert.ThrowsAsync<StudyRefusedException>(() => Subject(PoolGrains.Of(("cpu", 1))).RequirePlannable(Study("cuda").Specification));

        Assert.StartsWith("resources.device is cuda, but no silo of this cluster has such a device.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Counted());
        await Subject(PoolGrains.Of(("cpu", 1))).RequirePlannable(Study("cpu").Specification);
    }

    [Fact]
    public async Task Device_WhenThereIsNone_IsRefused() =>
        await RequireRefusal(
            Subject(PoolGrains.Of()),
            Study("cpu"),
            "resources.device is cpu, but no silo of this cluster has such a device. No silo has registered any device so far. Submit it again when one has.",
            "reason=device 1");

    [Theory]
    [InlineData("/etc")]
    [InlineData("a/../../b")]
    public async Task Path_OutOfTheDataFolder_IsRefusedUnlessTheSiloIsOnesOwn(string path)
    {
        await RequireRefusal(Subject(PoolGrains.Of()), Study("auto", path), null, "reason=path 1");
        await Subject(PoolGrains.Of(), readAnywhere: true).Require("study", Study("auto", path));
    }

    [Fact]
    public async Task File_ThatIsTooLong_IsRefused() =>
        await RequireRefusal(
            Subject(PoolGrains.Of()), Study("auto") with { File = new string('#', (1 << 20) + 1) }, "the study file has 1048577 characters; at most 1048576 are allowed.", "reason=size 1");

    [Theory]
    [InlineData("/srv/x")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("")]
    public async Task Name_ThatIsNone_IsRefused(string name)
    {
        StudySubmission study = Study("auto");
        StudyRefusedException refusal = await RequireRefusal(
            Subject(PoolGrains.Of()), study with { Specification = study.Specification with { Name = name } }, message: null, "reason=name 1", name);
        Assert.StartsWith("a study's name must consist of lower-case letters, digits and '-'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatIsNotTheStudysOwn_IsRefused() => await RequireRefusal(
        Subject(PoolGrains.Of()), Study("auto"), "the study is called 'study', but was submitted as 'other'. Submit it under its own name.", "reason=name 1", name: "other");

    [Fact]
    public async Task Name_OfAMembersMember_IsTakenHoweverLongItsParentsMayBe()
    {
        string name = $"{new string('a', 50)}-fds-m63-g10000";
        StudySubmission study = Study("auto");
        await Subject(PoolGrains.Of()).Require(name, study with { Specification = study.Specification with { Name = name } });
    }

    [Fact]
    public async Task Study_ThatItsDataDoNotAllow_IsRefusedAndPlannedAllTheSame()
    {
        StudySubmission study = Study("cpu");
        survey.Say("study", () => FixedSurvey.Ample with { Training = 8 });
        await RequireRefusal(
            Subject(PoolGrains.Of(("cpu", 1))),
            study,
            "data.validationFraction is 0.05, which holds out none of 8 training examples; expected at least 0.13. " +
            "inner.batchSize is 10, but 8 examples are left to train on, and 0 are held out to validate on; expected at most 8.",
            "reason=plan 1");

        // A plan reads the data itself, for as long as that takes, and asks the same.
        await Subject(PoolGrains.Of(("cpu", 1))).RequirePlannable(study.Specification);
    }

    [Fact]
    public async Task Data_ThatCannotBeReadHere_AreLeftToTheRuns()
    {
        survey.Say("study", () => throw new DatasetException("no such folder"));
        await Subject(PoolGrains.Of(("cpu", 1))).Require("study", Study("cpu"));
        Assert.Empty(Counted());
    }

    [Fact]
    public async Task Data_ThatCannotBeReadByASiloThatIsAlone_AreRefused()
    {
        survey.Say("study", () => throw new DatasetException("no such folder"));
        await RequireRefusal(Subject(PoolGrains.Of(("cpu", 1)), isAlone: true), Study("cpu"), "no such folder", "reason=plan 1");
    }

    [Fact]
    public async Task Data_OutsideTheDataFolder_AreRefusedAndCountedWhereThatIsNoticed()
    {
        survey.Say("study", () => throw new OutsideDataFolderException("the link leads out"));
        StudyRefusedException refusal = await Assert.ThrowsAsync<StudyRefusedException>(() => Subject(PoolGrains.Of(("cpu", 1))).Require("study", Study("cpu")));
        Assert.Equal("the link leads out", refusal.Message);
        Assert.Empty(Counted());
    }

    [Fact]
    public async Task Module_WhereAssembliesAreNotAllowed_IsRefusedBeforeAnythingIsRead()
    {
        survey.Say("study", () => throw new InvalidOperationException("the data were read"));
        StudySubmission study = Study("cpu");
        study = study with { Specification = study.Specification with { Model = new() { Name = ModelSpecification.Module, Path = "net.dll" } } };

        StudyRefusedException refusal = await RequireRefusal(Subject(PoolGrains.Of(("cpu", 1))), study, null, "reason=code 1");

        Assert.StartsWith("model.name is module, but this silo loads no .NET assemblies", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_ThatTakeLongToRead_AreLeftToTheRuns()
    {
        using ManualResetEventSlim read = new();
        FakeTimeProvider time = new();
        survey.Say("study", () =>
        {
            read.Wait(TestContext.Current.CancellationToken);
            return FixedSurvey.Ample with { Training = 8 };
        });
        Task asking = new StudyAdmission(PoolGrains.Of(("cpu", 1)), survey, new ModelFiles(Options.Create(new FdsSiloOptions())), new LocalFiles(), Options.Create(new FdsSiloOptions()), instruments, time).Require("study", Study("cpu"));
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        read.Set();
        await asking;
        Assert.Empty(Counted());
    }

    private static StudySubmission Study(string device, string? path = null)
    {
        StudySpecification study = TestStudies.Specification(device: device);
        return TestStudies.Submission(study with { Data = study.Data with { Name = "images", Path = path } });
    }

    [Fact]
    public async Task Plan_OfAStudyWhoseFileCannotBeHad_IsRefusedInWords_AndASubmissionIsLeftToTheRuns()
    {
        IOptions<FdsSiloOptions> options = Options.Create(new FdsSiloOptions());
        StudyAdmission subject = new(PoolGrains.Of(("cpu", 1)), survey, new ModelFiles(options), new LocalFiles("x.csv is at no silo."), options, instruments, TimeProvider.System);

        Assert.Equal("x.csv is at no silo.", (await Assert.ThrowsAsync<StudyRefusedException>(() => subject.RequirePlannable(Study("cpu").Specification))).Message);
        await subject.Require("study", Study("cpu"));
    }

    private StudyAdmission Subject(IGrainFactory grains, bool readAnywhere = false, bool isAlone = false)
    {
        IOptions<FdsSiloOptions> options = Options.Create(new FdsSiloOptions { ReadAnywhere = readAnywhere, Alone = isAlone, Registration = TimeSpan.FromMilliseconds(1) });
        return new(grains, survey, new ModelFiles(options), new LocalFiles(), options, instruments, TimeProvider.System);
    }

    private async Task<StudyRefusedException> RequireRefusal(StudyAdmission subject, StudySubmission study, string? message, string count, string name = "study")
    {
        StudyRefusedException refusal = await Assert.ThrowsAsync<StudyRefusedException>(() => subject.Require(name, study));
        Assert.Equal(message ?? refusal.Message, refusal.Message);
        Assert.Equal([count], Counted());
        return refusal;
    }
}
