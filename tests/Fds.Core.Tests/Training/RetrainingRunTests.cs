using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

public sealed class RetrainingRunTests
{
    public RetrainingRunTests() => TorchTests.Prepare();

    [Theory]
    [InlineData("mlp", 60)]
    [InlineData("lenet-bn", 40)]
    public void Retraining_WithAModerateSchedule_Learns(string network, int steps)
    {
        using GlyphStudy study = new();
        List<RunPosition> reports = [];

        RunResult result = Execute(study.Setting(steps, network), GlyphStudy.Constant(0.05), reports.Add);

        Assert.Equal((RunEnding.Completed, null, steps), (result.Ending, result.Reason, result.Steps));
        Assert.Equal(600, result.Evaluation.Examples);
        Assert.InRange(result.Evaluation.Accuracy, 0.5, 1);
        Assert.Equal(steps / 10, reports.Count);
        Assert.Equal(steps + (600.0 / 32 / 3), result.GradientSteps, 1e-9);
    }

    [Fact]
    public void Retraining_OverEpochs_UsesTheWholeTrainingSet()
    {
        using GlyphStudy study = new();

        RunResult result = Execute(study.Setting(1) with { Horizon = Horizon.OfEpochs(2) }, GlyphStudy.Constant(0.05));

        Assert.Equal(2 * (1000 / 32), result.Steps);
    }

    /// <summary>A schedule whose second half is 0 is the first half alone, wherever its horizon puts the middle.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Retraining_OverAnotherHorizon_StretchesTheSchedule(int horizon)
    {
        using GlyphStudy study = new();
        PerKind<Schedule> halves = GlyphStudy.Constant(0) with { LearningRate = new([0.05, 0]) };

        RunResult stretched = Execute(study.Setting(horizon), halves);
        RunResult half = Execute(study.Setting(horizon / 2), GlyphStudy.Constant(0.05));

        Assert.Equal(horizon, stretched.Steps);
        Assert.Equal(half.Evaluation, stretched.Evaluation);
    }

    [Fact]
    public void Retraining_AtAnAbsurdLearningRate_Diverges()
    {
        using GlyphStudy study = new();

        RunResult result = Execute(study.Setting(30), GlyphStudy.Constant(1e6, weightDecay: 1));

        Assert.Equal(RunEnding.Diverged, result.Ending);
        Assert.Contains("not finite", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Retraining_WhenCancelled_Stops()
    {
        using GlyphStudy study = new();
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            RetrainingRun.Execute(study.Setting(30), GlyphStudy.Constant(0.05), GlyphStudy.Seeds, cancellationToken: source.Token));
    }

    [Fact]
    public void Retraining_OfANetworkWithNormalisation_LeavesNoTensorBehind()
    {
        using GlyphStudy study = new();

        LiveTensors.AssertUnchanged(() => Execute(study.Setting(3, "lenet-bn"), GlyphStudy.Constant(0.05)));
    }

    private static RunResult Execute(TrainingSetting setting, PerKind<Schedule> schedules, Action<RunPosition>? report = null) =>
        RetrainingRun.Execute(setting, schedules, GlyphStudy.Seeds, report, cancellationToken: TestContext.Current.CancellationToken);
}
