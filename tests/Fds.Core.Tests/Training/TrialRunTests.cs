using Fds.Core.Datasets;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Training.Checkpoints;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using Xunit;
using TemporaryFolder = Fds.Testing.TemporaryFolder;

namespace Fds.Core.Tests.Training;

/// <summary>Trials on drawn digits, whole and in segments. An epoch has 21 steps.</summary>
public sealed class TrialRunTests
{
    private const int Steps = 50;
    private static readonly PerKind<Schedule> Schedules = new(new([0.05, 0.03, 0.01]), Schedule.Constant(0.9), Schedule.Constant(1e-4));

    public TrialRunTests() => TorchTests.Prepare();

    [Theory]
    [InlineData("mlp")]
    [InlineData("lenet")]
    public void Trial_WithTheSeedsOfAHypergradientRun_EndsAtTheSameValidation(string network)
    {
        using GlyphStudy study = new();
        TrainingSetting setting = study.Setting(12, network) with { GradientClamp = 0.05 };

        RunResult trial = Execute(setting);
        HypergradientResult run = HypergradientRun.Execute(setting, Schedules, _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((RunEnding.Completed, null, 12), (trial.Ending, trial.Reason, trial.Steps));
        Assert.Equal(run.Evaluation, trial.Evaluation);
        Assert.Equal(12 + (300.0 / 32 / 3), trial.GradientSteps, 1e-9);
    }

    [Fact]
    public void Trial_ThatEndsAtChance_HasCompleted()
    {
        using GlyphStudy study = new();

        RunResult trial = TrialRun.Execute(study.Setting(30, "lenet"), GlyphStudy.Constant(10), GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((RunEnding.Completed, 1), (trial.Ending, trial.Evaluation.PredictedClasses));
    }

    [Theory]
    [InlineData(30, 1e6, 1, "the training loss was not finite by inner step 10 of 30")]
    [InlineData(1, 1e15, 0, "the validation loss was not finite at the end of the run")]
    public void Trial_AtAnAbsurdLearningRate_Diverges(int steps, double learningRate, double weightDecay, string reason)
    {
        using GlyphStudy study = new();

        RunResult trial = TrialRun.Execute(study.Setting(steps), GlyphStudy.Constant(learningRate, weightDecay: weightDecay), GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((RunEnding.Diverged, reason), (trial.Ending, trial.Reason));
    }

    [Theory]
    [InlineData(1, 49)]
    [InlineData(10, 21, 30, 42)]
    public void Trial_InSegments_EndsWithTheBitsOfTheUndividedOne(params int[] cuts)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps) with { Augmentation = new(CropPadding: 2, Flip: true, CutoutLength: 6, CutoutProbability: 0.5) };
        RunResult whole = Execute(setting);

        int[] ends = [.. cuts, Steps];
        RunResult[] parts = [.. ends.Select((end, i) => Execute(setting, Segment(folder, i == 0 ? 0 : ends[i - 1], end)))];

        Assert.Equal(whole.Evaluation, parts[^1].Evaluation);
        Assert.Equal(ends, parts.Select(part => part.Steps));
        double evaluation = 300.0 / 32 / 3;
        Assert.Equal(whole.GradientSteps - evaluation, parts.Sum(part => part.GradientSteps - evaluation), 1e-9);
    }

    [Fact]
    public void Segment_WhoseSchedulesDiffer_GoesOnFromTheSameStateAndUsesTheWindowsOfTheWholeHorizon()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps);
        Execute(setting, Segment(folder, 0, 20));

        RunResult same = Execute(setting, Segment(folder, 20, Steps));
        RunResult pastChanged = Execute(setting, Segment(folder, 20, Steps), Schedules with { LearningRate = new([7, 0.03, 0.01]) });
        RunResult futureChanged = Execute(setting, Segment(folder, 20, Steps), Schedules with { LearningRate = new([0.05, 0.03, 0.02]) });

        Assert.Equal(same.Evaluation, pastChanged.Evaluation);
        Assert.NotEqual(same.Evaluation, futureChanged.Evaluation);
    }

    [Fact]
    public void Members_OfAPopulation_DifferInTheirWeightsAndShareTheirSplit()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps);
        TrialSegment Begin(int member) => Segment(folder, 0, 10) with { To = folder[$"{member}"], Weights = GlyphStudy.Seeds with { Replica = member } };

        RunResult first = Execute(setting, Begin(0));
        RunResult second = Execute(setting, Begin(1));
        RunResult copied = Execute(setting, Segment(folder, 10, 20) with { From = folder["1"], To = null });

        Assert.NotEqual(first.Evaluation, second.Evaluation);
        Assert.Equal(RunEnding.Completed, copied.Ending);
        Assert.Equal(first.Evaluation, Execute(setting, Segment(folder, 0, 10)).Evaluation);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "missing", "Could not find" },
        { "damaged", "its content does not match the checksum at its end" },
        { "cut short", "it is damaged" },
        { "of another split", "it belongs to another run" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Segment_WhoseParentsStateCannotBeUsed_SaysWhyAndLeavesItAsItIs(string how, string reason)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps);
        RunSeeds seeds = how == "of another split" ? GlyphStudy.Seeds with { Replica = 5 } : GlyphStudy.Seeds;
        Execute(setting, Segment(folder, 0, 10));
        string file = folder["10/0000000010.checkpoint"];
        byte[] content = File.ReadAllBytes(file);
        content[^40] ^= how == "damaged" ? (byte)1 : (byte)0;
        content = how == "cut short" ? content[..100] : content;
        File.WriteAllBytes(file, content);
        if (how == "missing")
        {
            File.Delete(file);
        }

        HandoverException refusal = Assert.Throws<HandoverException>(() =>
            TrialRun.Execute(setting, Schedules, seeds, Segment(folder, 10, 20), cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith($"The trial cannot continue from inner step 10: its parent's state in {folder["10"]} cannot be used: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(how == "missing" ? null : content, File.Exists(file) ? File.ReadAllBytes(file) : null);
    }

    [Theory]
    [InlineData(-1, 10, "a")]
    [InlineData(10, 10, "a")]
    [InlineData(10, 51, "a")]
    [InlineData(10, 20, null)]
    [InlineData(0, 20, "a")]
    public void Segment_ThatDoesNotFit_IsRefused(int first, int end, string? from)
    {
        using GlyphStudy study = new();

        Assert.Throws<FdsException>(() => Execute(study.Setting(Steps), new TrialSegment(first, end, from, To: null)));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(20, 30)]
    public void Segment_TakenUp_EndsWithTheSameBitsAndTheSameCost(int first, int stop)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps);
        if (first > 0)
        {
            Execute(setting, Segment(folder, 0, first));
        }

        TrialSegment segment = Segment(folder, first, 40);
        RunResult undisturbed = Execute(setting, segment);
        using CheckpointRecorder stopped = new() { StopAfter = stop };
        Assert.Throws<OperationCanceledException>(() => Execute(setting, segment, recorder: stopped, folder: folder));
        using CheckpointRecorder resumed = new();
        RunResult result = Execute(setting, segment, recorder: resumed, folder: folder);

        Assert.Equal(undisturbed, result);
        Assert.Equal([stop], resumed.Restored);
        Assert.Equal(stop - first, resumed.RestoredCost);
    }

    [Fact]
    public void Segment_FromAnotherParent_DoesNotTakeUpTheCheckpointOfTheFirst()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        TrainingSetting setting = study.Setting(Steps);
        Execute(setting, Segment(folder, 0, 10));
        Execute(setting, Segment(folder, 0, 10) with { To = folder["other"], Weights = GlyphStudy.Seeds with { Replica = 1 } });
        using CheckpointRecorder stopped = new() { StopAfter = 15 };
        Assert.Throws<OperationCanceledException>(() => Execute(setting, Segment(folder, 10, 20), recorder: stopped, folder: folder));

        using CheckpointRecorder other = new();
        TrialSegment segment = Segment(folder, 10, 20) with { From = folder["other"] };
        Assert.Equal(Execute(setting, segment), Execute(setting, segment, recorder: other, folder: folder));
        Assert.Empty(other.Restored);
    }

    [Fact]
    public void Trials_InSegments_LeaveNoTensorBehind()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();

        LiveTensors.AssertUnchanged(() =>
        {
            Execute(study.Setting(8), Segment(folder, 0, 4));
            Execute(study.Setting(8), Segment(folder, 4, 8));
        });
    }

    private static TrialSegment Segment(TemporaryFolder folder, int first, int end) => new(first, end, first == 0 ? null : folder[$"{first}"], folder[$"{end}"]);

    private static RunResult Execute(
        TrainingSetting setting, TrialSegment? segment = null, PerKind<Schedule>? schedules = null, CheckpointRecorder? recorder = null, TemporaryFolder? folder = null)
    {
        RunCheckpoints? checkpoints = recorder is null ? null : new(new(folder!["own"]), "study/Trial/0/0", TimeSpan.Zero, recorder, TimeProvider.System, () => true);
        return TrialRun.Execute(
            setting, schedules ?? Schedules, GlyphStudy.Seeds, segment, checkpoints: checkpoints, cancellationToken: recorder?.Stopping ?? TestContext.Current.CancellationToken);
    }
}
