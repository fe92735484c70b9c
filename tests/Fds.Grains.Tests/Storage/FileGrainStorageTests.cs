using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Storage;
using Fds.Grains.Tests.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Work;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Xunit;

namespace Fds.Grains.Tests.Storage;

public sealed class FileGrainStorageTests : IDisposable
{
    private const string StateName = "study";
    private static readonly GrainId Id = GrainId.Create("fds-study", "a/b?c");

    private readonly TemporaryFolder temporary = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(StudyRecord).Assembly).AddAssembly(typeof(StudySpecification).Assembly))
        .BuildServiceProvider();

    public void Dispose()
    {
        services.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public async Task Read_WhenNothingIsStored_IsAFreshState()
    {
        using StateFolder folder = new(temporary.Path);
        GrainState<StudyRecord> state = new() { State = null!, ETag = "old", RecordExists = true };
        await Storage(folder).ReadStateAsync(StateName, Id, state);

        Assert.NotNull(state.State);
        Assert.Null(state.State!.Submission);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task Write_ThenReadByAnotherProcess_GivesTheSameStateToTheLastBit()
    {
        StudyRecord written = StateWithHistory();
        using (StateFolder folder = new(temporary.Path))
        {
            GrainState<StudyRecord> state = new(written);
            await Storage(folder).WriteStateAsync(StateName, Id, state);
            Assert.True(state.RecordExists);
            Assert.NotNull(state.ETag);
        }

        using StateFolder again = new(temporary.Path);
        GrainState<StudyRecord> read = new();
        await Storage(again).ReadStateAsync(StateName, Id, read);

        Assert.True(read.RecordExists);
        AssertSame(written, read.State!);
    }

    [Fact]
    public async Task Write_WhenAnotherActivationWroteMeanwhile_IsRefused()
    {
        using StateFolder folder = new(temporary.Path);
        FileGrainStorage storage = Storage(folder);
        GrainState<StudyRecord> first = new(StateWithHistory());
        await storage.WriteStateAsync(StateName, Id, first);
        GrainState<StudyRecord> second = new();
        await storage.ReadStateAsync(StateName, Id, second);
        second.State!.OuterStep = 9;
        await storage.WriteStateAsync(StateName, Id, second);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateName, Id, first));
        await storage.ReadStateAsync(StateName, Id, first);
        Assert.Equal(9, first.State!.OuterStep);
    }

    [Fact]
    public async Task Clear_LeavesAFreshStateThatCanBeWrittenAgain()
    {
        using StateFolder folder = new(temporary.Path);
        FileGrainStorage storage = Storage(folder);
        GrainState<StudyRecord> state = new(StateWithHistory());
        await storage.WriteStateAsync(StateName, Id, state);
        await storage.ClearStateAsync(StateName, Id, state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(state.State!.Submission);
        Assert.Empty(Directory.EnumerateFiles(temporary.Path, "*.state", SearchOption.AllDirectories));
        await storage.WriteStateAsync(StateName, Id, state);
        Assert.Single(Directory.EnumerateFiles(temporary.Path, "*.state", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Write_OfTwoGrains_KeepsThemApart()
    {
        using StateFolder folder = new(temporary.Path);
        FileGrainStorage storage = Storage(folder);
        GrainId[] ids = [Id, GrainId.Create("fds-study", "a_b?c"), GrainId.Create("fds-study", "../a"), GrainId.Create("fds-study", "a%2Fb?c")];
        foreach ((int i, GrainId id) in ids.Index())
        {
            await storage.WriteStateAsync(StateName, id, new GrainState<StudyRecord>(new() { OuterStep = i }));
        }

        foreach ((int i, GrainId id) in ids.Index())
        {
            GrainState<StudyRecord> read = new();
            await storage.ReadStateAsync(StateName, id, read);
            Assert.Equal(i, read.State!.OuterStep);
        }

        Assert.Equal(4, Directory.GetFiles(Path.Combine(temporary.Path, StateName)).Length);
    }

    private static StudyRecord StateWithHistory()
    {
        StudySpecification study = TestStudies.Specification();
        WorkKey key = new() { Study = study.Name, Kind = WorkKind.Hypergradient, OuterStep = 1, Replica = 1 };
        StudyRecord state = new()
        {
            Submission = TestStudies.Submission(study),
            State = StudyState.Running,
            Pool = "cpu",
            OuterStep = 1,
            Values = OuterLoop.Initial(study).SetItem(0, OuterLoop.Initial(study)[0] with { Value = double.Epsilon, PreviousSign = -1, AtRange = true }),
            Sequence = (3L << 32) + 7,
            Epoch = 3,
            SubmittedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            GradientSteps = 0.1 + 0.2,
            Seconds = double.MaxValue,
            AboveChance = true,
        };
        state.Work.Add(new()
        {
            Key = key,
            Attempt = 2,
            RunId = Guid.Parse("11111111-2222-3333-4444-555555555555"),
            State = ReplicaState.Diverged,
            Failures = 1,
            Report = new()
            {
                Key = key,
                Fence = new() { Attempt = 2, RunId = Guid.Empty },
                Device = "silo/0",
                Silo = "here",
                Outcome = RunOutcome.Diverged,
                Hypergradient = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0],
            },
        });
        state.History.Add(new()
        {
            Index = 0,
            InnerSteps = 8,
            Readings = OuterSteps.Update(study, OuterLoop.Initial(study), [[double.PositiveInfinity, double.NaN, 1]]).Readings,
            Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)),
            Contributing = 2,
            Replicas = [],
            ValidationLoss = double.NaN,
            ValidationAccuracy = double.NegativeInfinity,
            GradientSteps = 24,
            Seconds = 1.5,
        });
        state.Events.Add(new() { Sequence = 1L << 32, At = state.SubmittedAt, Kind = StudyEventKind.Submitted, Message = "submitted – λ" });
        return state;
    }

    private static void AssertSame(StudyRecord written, StudyRecord read)
    {
        Assert.Equal(written.Submission!.File, read.Submission!.File);
        Assert.Equal(written.Submission.Specification.Hyperparameters.LearningRate.Initial, read.Submission.Specification.Hyperparameters.LearningRate.Initial);
        Assert.Equal(written.Values, read.Values);
        Assert.Equal(
            (written.State, written.OuterStep, written.Sequence, written.Epoch, written.SubmittedAt, written.AboveChance),
            (read.State, read.OuterStep, read.Sequence, read.Epoch, read.SubmittedAt, read.AboveChance));
        Assert.Equal((Bits(written.GradientSteps), Bits(written.Seconds)), (Bits(read.GradientSteps), Bits(read.Seconds)));
        WorkItem item = Assert.Single(read.Work);
        Assert.Equal((2, written.Work[0].RunId, ReplicaState.Diverged, 1), (item.Attempt, item.RunId, item.State, item.Failures));
        Assert.Equal(written.Work[0].Report!.Hypergradient.Select(Bits), item.Report!.Hypergradient.Select(Bits));
        Assert.Equal(Bits(double.NaN), Bits(item.Report.Loss));
        OuterStepRecord before = written.History[0];
        OuterStepRecord after = Assert.Single(read.History);
        Assert.Equal((Bits(before.ValidationLoss), Bits(before.ValidationAccuracy)), (Bits(after.ValidationLoss), Bits(after.ValidationAccuracy)));
        Assert.Equal<HyperparameterReading>(before.Readings, after.Readings);
        Assert.Equal(written.Events, read.Events);
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private FileGrainStorage Storage(StateFolder folder) => new(
        folder, new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>()), services.GetRequiredService<IActivatorProvider>());
}
