using System.Collections.Immutable;
using System.Globalization;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Studies;
using Fds.Studies;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Trials that fill a page are stored beside their study's state: whatever is cut off in between, each is there once.</summary>
[Collection(OtherStudyClusterTests.Name)]
public sealed class StudyPageTests(StudyCluster cluster)
{
    private const int Full = TrialPages.Size;

    [Fact]
    public async Task Trials_ThatFillAPage_LeaveTheStateAndAreStillTheStudys()
    {
        ManualDevices devices = await Paused("paged", trials: Full - 1);
        await devices.Study.Resume().Reached("the study goes on");
        await Run(devices, Full - 1);
        await Run(devices, Full);

        Assert.Equal(Enumerable.Range(0, Full), (await Page("paged", 0)).State!.Trials.Select(trial => trial.Number));
        StudyRecord state = (await cluster.Stored("paged")).State!;
        Assert.Equal((1, Full), (state.TrialPages, Assert.Single(state.Trials).Number));
        await RequireTrials("paged", Full + 1);
        await devices.Study.Pause("to be read again").Reached("the study is paused");
        await cluster.Deactivate("paged");
        await RequireTrials("paged", Full + 1);
    }

    [Fact]
    public async Task Page_ThatIsStoredBeforeAStateThatIsNot_IsWrittenAgainAndNothingCountsTwice()
    {
        ManualDevices devices = await Paused("cut-off", trials: Full);
        await cluster.Storage.WriteStateAsync("trials", PageId("cut-off", 0), new GrainState<TrialPage>(new() { Trials = [Trial(7)] }));
        await FailTheNextWrite(devices, devices.Study.GetGrainId());

        Assert.Equal(Full, (await Page("cut-off", 0)).State!.Trials.Length);
        Assert.Equal((0, Full), ((await cluster.Stored("cut-off")).State!.TrialPages, (await devices.Status()).Trials));
        await devices.Study.Resume().Reached("the study goes on");
        await Run(devices, Full);
        Assert.Equal(1, (await cluster.Stored("cut-off")).State!.TrialPages);
        await RequireTrials("cut-off", Full + 1);
    }

    [Fact]
    public async Task Page_ThatCannotBeStored_LeavesItsTrialsInTheState()
    {
        ManualDevices devices = await Paused("no-page", trials: Full);
        await FailTheNextWrite(devices, PageId("no-page", 0));

        Assert.Equal((0, Full), ((await cluster.Stored("no-page")).State!.TrialPages, (await devices.Status()).Trials));
        await devices.Study.Resume().Reached("the study goes on");
        await Run(devices, Full);
        await RequireTrials("no-page", Full + 1);
    }

    /// <summary>What is not stored with the state may be told in another order next time, so that no page may have it.</summary>
    [Fact]
    public async Task Trial_WhoseWriteFails_IsOnNoPageAndCountsOnceWhenItIsToldAgain()
    {
        ManualDevices devices = await Paused("unstored", trials: Full - 1);
        await devices.Study.Resume().Reached("the study goes on");
        await Proposed(devices, Full - 1);
        Fence fence = ManualDevices.New();
        GrainId id = devices.Study.GetGrainId();
        int before = HeldStorage.Writes(id);
        TaskCompletionSource gate = HeldStorage.Hold(id);
        Task<Verdict> told = devices.Finish(Key(devices, Full - 1), fence);
        await StudyCluster.Until(async () => (await devices.Status()).Trials == Full && HeldStorage.Writes(id) > before, "the trial is being written");
        HeldStorage.LetGo(id);
        gate.SetException(new IOException("no space left on the device"));
        await Assert.ThrowsAnyAsync<Exception>(() => told);

        await StudyCluster.Until(async () => (await devices.Status()).Trials == Full - 1, "what is stored is in force again");
        Assert.False((await Page("unstored", 0)).RecordExists);
        Assert.Equal(Verdict.Accepted, await devices.Finish(Key(devices, Full - 1), fence));
        Assert.Equal(Verdict.Duplicate, await devices.Finish(Key(devices, Full - 1), fence));
        await RequireTrials("unstored", Full);
    }

    [Fact]
    public async Task Delete_RemovesAllPages()
    {
        ManualDevices devices = await Paused("deleted-pages", trials: (2 * Full) + 1);
        await devices.Study.Resume().Reached("the study goes on");
        Assert.True((await Page("deleted-pages", 1)).RecordExists);
        Assert.Equal(VerbOutcome.Done, (await devices.Study.Delete(force: true).Reached("the study is deleted")).Outcome);

        Assert.False((await Page("deleted-pages", 0)).RecordExists || (await Page("deleted-pages", 1)).RecordExists);
    }

    [Fact]
    public async Task Delete_OfAStudyThatIsGone_RemovesThePagesThatWereLeft()
    {
        await cluster.Storage.WriteStateAsync("trials", PageId("half-deleted", 0), new GrainState<TrialPage>(new() { Trials = [Trial(0)] }));

        Assert.Equal(VerbOutcome.Unchanged, (await cluster.Study("half-deleted").Delete(force: false).Reached("the study is deleted again")).Outcome);
        Assert.False((await Page("half-deleted", 0)).RecordExists);
    }

    /// <summary>A paused study of which so many trials are in, as it was stored.</summary>
    private async Task<ManualDevices> Paused(string name, int trials, Action<StudyRecord>? change = null)
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification(name, retrainings: 0) with
        {
            Methods = [StudyMethod.Random],
            Search = new() { Trials = 10_000, MaximumResource = 9 },
            Resources = new() { Parallelism = 1 },
        });
        await devices.Study.Pause("to be prepared").Reached($"{name} is paused");
        await cluster.Deactivate(name);
        GrainState<StudyRecord> stored = await cluster.Stored(name);
        (stored.State!.Work, stored.State!.Shelved) = ([], []);
        stored.State!.Trials = [.. Enumerable.Range(0, trials).Select(Trial)];
        change?.Invoke(stored.State!);
        await cluster.Storage.WriteStateAsync("study", devices.Study.GetGrainId(), stored);

        // Should it have been woken meanwhile, with what was stored before.
        await cluster.Deactivate(name);
        Assert.Equal(stored.State!.Trials.Count, (await devices.Status()).Trials);
        return devices;
    }

    /// <summary>A paused study is to go on, and one of the records that it writes then is not stored.</summary>
    private static async Task FailTheNextWrite(ManualDevices devices, GrainId record)
    {
        int before = HeldStorage.Writes(record);
        TaskCompletionSource gate = HeldStorage.Hold(record);
        Task<VerbReply> resumed = devices.Study.Resume();
        await StudyCluster.Until(() => Task.FromResult(HeldStorage.Writes(record) > before), $"{record} is being written");
        HeldStorage.LetGo(record);
        gate.SetException(new IOException("no space left on the device"));
        await Assert.ThrowsAnyAsync<Exception>(() => resumed.Reached($"{record} could not be written"));
        await StudyCluster.Until(async () => (await devices.Status()).State == StudyState.Paused, "what is stored is in force again");
    }

    private static async Task Proposed(ManualDevices devices, int number) =>
        await StudyCluster.Until(async () => (await devices.Status()).Replicas.Any(replica => replica.Key == Key(devices, number)), $"trial {number} is proposed");

    private static async Task Run(ManualDevices devices, int number)
    {
        await Proposed(devices, number);
        Assert.Equal(Verdict.Accepted, await devices.Run(Key(devices, number)));
    }

    private async Task RequireTrials(string name, int count)
    {
        StudyResult result = (await cluster.Study(name).GetResult().Reached($"the result of {name}"))!;
        Assert.Equal(Enumerable.Range(0, count), result.Methods.Single().Trials.Select(trial => trial.Number));
        Assert.Equal(count, result.Status.Trials);
    }

    private async Task<GrainState<TrialPage>> Page(string name, int page)
    {
        GrainState<TrialPage> stored = new(new());
        await cluster.Storage.ReadStateAsync("trials", PageId(name, page), stored);
        return stored;
    }

    private static GrainId PageId(string name, int page) => GrainId.Create("fds-trials", $"{name}/{page}");

    private static WorkKey Key(ManualDevices devices, int number) => devices.Key(number, kind: WorkKind.Trial);

    private static TrialRecord Trial(int number) =>
        new() { Number = number, State = ReplicaState.Completed, Values = [number / 1000.0, 0.5, 0.125], Share = 1, ValidationLoss = 0.5, ValidationAccuracy = 0.5, GradientSteps = 10 };
}
