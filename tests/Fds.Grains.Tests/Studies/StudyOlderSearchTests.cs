using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Studies;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>Searches that a version before began, which chose the best of all trials and gave every method the study's draws.</summary>
[Collection(StudyClusterTests.Name)]
public sealed class StudyOlderSearchTests(StudyCluster cluster)
{
    [Theory]
    [InlineData(true, 0.75)]
    [InlineData(false, null)]
    public async Task Search_WhoseBestTrialWasAShortOne_ChoosesAgainAmongWholeOnes(bool hasWhole, double? expected)
    {
        string name = $"short-best-{hasWhole}".ToLowerInvariant();
        ManualDevices devices = await Stored(name, StudyMethod.Hyperband, state =>
        {
            state.Trials = [Trial(0, 1.0 / 9, 0.25), .. hasWhole ? [Trial(1, 1, 0.75), Trial(2, 1, 0.875)] : Array.Empty<TrialRecord>()];
            state.Incumbent = new() { Trial = 0, Loss = 0.25, Accuracy = 0.9, Schedule = OuterLoop.Schedule(OuterLoop.Initial(state.Specification)) };
        });

        Assert.Equal(expected, (await devices.Status()).BestValidationLoss);
        MethodResult result = (await devices.Study.GetResult().Reached("the result"))!.Methods.Single();
        Assert.Equal(expected, result.ValidationLoss);
        Assert.Equal(hasWhole ? [0.001, 0.5] : null, result.Schedule?.LearningRate.AsEnumerable());
        Assert.Equal(hasWhole ? [1, 2] : [], result.Curve.Select(point => point.Number));
    }

    /// <summary>Were it another seed, members of a population could not go on from states of the version before.</summary>
    [Fact]
    public async Task Search_ThatHasBegun_KeepsTheStudysDraws()
    {
        ManualDevices devices = await Stored("kept-draws", StudyMethod.Pbt, state => state.Trials = [Trial(0, 1, 0.5)]);
        await devices.Study.Resume().Reached("the study goes on");
        await StudyCluster.Until(async () => (await cluster.Stored("kept-draws")).State!.Work.Count == 1, "a trial is proposed");

        Assert.Null((await cluster.Stored("kept-draws")).State!.Work[0].Trial!.Seed);
        await devices.Study.Cancel("seen enough").Reached("the cancelling");
    }

    /// <summary>A paused study as an earlier version left it.</summary>
    private async Task<ManualDevices> Stored(string name, StudyMethod method, Action<StudyGrainState> change)
    {
        ManualDevices devices = await cluster.SubmitManually(TestStudies.Specification(name, retrainings: 0) with
        {
            Methods = [method],
            Search = new() { MaximumResource = 9, Population = 3 },
            Budget = new() { GradientSteps = 1000 },
            Resources = new() { Parallelism = 1 },
        });
        await devices.Study.Pause("to be prepared").Reached($"{name} is paused");
        await cluster.Deactivate(name);
        GrainState<StudyGrainState> stored = await cluster.Stored(name);
        StudyGrainState state = stored.State!;
        (state.Work, state.Shelved, state.TrialSeed) = ([], [], null);
        change(state);
        await cluster.Storage.WriteStateAsync("study", devices.Study.GetGrainId(), stored);

        // Should it have been woken meanwhile, with what was stored before.
        await cluster.Deactivate(name);
        Assert.Equal(state.Trials.Count, (await devices.Status()).Trials);
        return devices;
    }

    private static TrialRecord Trial(int number, double share, double loss) =>
        new() { Number = number, State = ReplicaState.Completed, Values = [number / 1000.0, 0.5, 0.125], Share = share, ValidationLoss = loss, ValidationAccuracy = 0.5, GradientSteps = 10, InnerSteps = 8 };
}
