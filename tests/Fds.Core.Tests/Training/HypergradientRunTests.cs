using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using Xunit;

namespace Fds.Core.Tests.Training;

/// <summary>One replica of one outer step on drawn digits, in float32 as studies run it.</summary>
public sealed class HypergradientRunTests
{
    private const int Steps = 60;

    public HypergradientRunTests() => TorchTests.Prepare();

    [Fact]
    public void Run_AtAModerateLearningRate_CompletesAboveChance()
    {
        using GlyphStudy study = new();
        PerKind<Schedule> schedules = new(new([0.05, 0.03]), Schedule.Constant(0.9), Schedule.Constant(1e-4));
        List<RunPosition> reports = [];

        HypergradientResult result = Execute(study.Setting(Steps), schedules, _ => true, GlyphStudy.Seeds, report: reports.Add);

        Assert.Equal((RunEnding.Completed, null, Steps), (result.Ending, result.Reason, result.Steps));
        Assert.True(result.AboveChance);
        Assert.InRange(result.Evaluation.Accuracy, 0.5, 1);
        Assert.Equal(300, result.Evaluation.Examples);
        Assert.Equal(4, result.Hypergradient.Length);
        Assert.All(result.Hypergradient, value => Assert.True(double.IsFinite(value) && value != 0, $"{value} is no hypergradient of a run that learns."));
        Assert.Equal([10, 20, 30, 40, 50, 60], reports.Select(position => position.Step));
        Assert.Equal([3, 3, 3, 4, 4, 4], reports.Select(position => position.LiveColumns));
        Assert.True(reports[^1].Loss < reports[0].Loss, "The training loss should fall.");

        // Ten steps of three columns, then of four; the looks come on top.
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.InRange(pair.Second.Cost - pair.First.Cost, 10 * (1 + (2 * pair.Second.LiveColumns)), 11 * (1 + (2 * pair.Second.LiveColumns))));
        Assert.InRange(reports[^1].Cost, 30 * (1 + 6 + 1 + 8), result.GradientSteps);

        // 3 columns for 30 steps and 4 for 30; at least the final evaluation and gradient over 300 examples come on top.
        Assert.InRange(result.GradientSteps, (30 * (1 + 6)) + (30 * (1 + 8)) + (300.0 / 32 * 4 / 3), 1.2 * Steps * 9);
    }

    [Fact]
    public void Run_OfOneKind_HasItsColumnsAloneAndTheSameValues()
    {
        using GlyphStudy study = new();
        PerKind<Schedule> schedules = new(new([0.05, 0.03]), Schedule.Constant(0.9), Schedule.Constant(1e-4));

        HypergradientResult all = Execute(study.Setting(Steps), schedules, _ => true, GlyphStudy.Seeds);
        HypergradientResult one = Execute(study.Setting(Steps), schedules, kind => kind == HyperparameterKind.LearningRate, GlyphStudy.Seeds);
        HypergradientResult none = Execute(study.Setting(Steps), schedules, _ => false, GlyphStudy.Seeds);

        Assert.Equal(all.Hypergradient.Take(2).ToArray(), one.Hypergradient.ToArray(), Near);
        Assert.Equal((RunEnding.Completed, 0), (none.Ending, none.Hypergradient.Length));
        Assert.Equal(all.Evaluation, one.Evaluation);
    }

    [Fact]
    public void Run_WhenPruningSkipsEveryUpdateOfALearnedKind_IsRefused()
    {
        using GlyphStudy study = new();
        PerKind<Schedule> schedules = new(new([.. Enumerable.Repeat(0.05, Steps)]), Schedule.Constant(0.9), Schedule.Constant(1e-4));
        TrainingSetting setting = study.Setting(Steps) with { Pruning = new(Fds.Core.Tangents.PruningMode.Alternate, 0.25) };

        FdsException refusal = Assert.Throws<FdsException>(() => Execute(setting, schedules, _ => true, GlyphStudy.Seeds));
        Assert.Contains("LearningRate schedule with 60 windows", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithTheSameSeeds_GivesTheSameBits()
    {
        using GlyphStudy study = new();

        HypergradientResult first = Execute(study.Setting(30), GlyphStudy.Constant(0.05), _ => true, GlyphStudy.Seeds);
        HypergradientResult second = Execute(study.Setting(30), GlyphStudy.Constant(0.05), _ => true, GlyphStudy.Seeds);
        HypergradientResult other = Execute(study.Setting(30), GlyphStudy.Constant(0.05), _ => true, GlyphStudy.Seeds with { Replica = 1 });

        Assert.Equal(first.Hypergradient.Select(BitConverter.DoubleToInt64Bits), second.Hypergradient.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(first.Evaluation, second.Evaluation);
        Assert.Equal(first.GradientSteps, second.GradientSteps);
        Assert.NotEqual(first.Hypergradient, other.Hypergradient);
    }

    [Fact]
    public void Run_AtAnAbsurdLearningRate_Diverges()
    {
        using GlyphStudy study = new();

        HypergradientResult result = Execute(study.Setting(Steps), GlyphStudy.Constant(1e6, weightDecay: 1), _ => true, GlyphStudy.Seeds);

        Assert.Equal(RunEnding.Diverged, result.Ending);
        Assert.Contains("not finite", result.Reason, StringComparison.Ordinal);
        Assert.Empty(result.Hypergradient);
    }

    /// <summary>One step at such a rate leaves weights that are finite and logits that are not.</summary>
    [Fact]
    public void Run_WhoseValidationLossOverflows_DivergedRatherThanCollapsed()
    {
        using GlyphStudy study = new();

        HypergradientResult result = Execute(study.Setting(1), GlyphStudy.Constant(1e15), _ => true, GlyphStudy.Seeds);

        Assert.Equal((RunEnding.Diverged, "the validation loss was not finite at the end of the run"), (result.Ending, result.Reason));
    }

    /// <summary>Weights of 1e80 give a loss of about 1e240 and gradients whose product with each other passes the largest float64.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(AdjointMemory.All)]
    public void Run_WhoseHypergradientOverflows_Diverged(AdjointMemory? reverse)
    {
        using GlyphStudy study = new();
        TrainingSetting setting = study.Setting(1) with { WeightScheme = WeightScheme.Normal, Gain = 1e80, Type = TorchSharp.torch.ScalarType.Float64, Reverse = reverse };

        HypergradientResult result = Execute(setting, GlyphStudy.Constant(1e-300), _ => true, GlyphStudy.Seeds);

        Assert.Equal((RunEnding.Diverged, "the hypergradient was not finite at the end of the run"), (result.Ending, result.Reason));
        Assert.Empty(result.Hypergradient);
    }

    [Fact]
    public void Run_WhoseRectifiersDie_Collapses()
    {
        using GlyphStudy study = new();

        HypergradientResult result = Execute(study.Setting(30, "lenet"), GlyphStudy.Constant(10), kind => kind == HyperparameterKind.LearningRate, GlyphStudy.Seeds with { Replica = 2 });

        Assert.Equal((RunEnding.Collapsed, "the network predicts the same for every example"), (result.Ending, result.Reason));
        Assert.Equal((1, false, 30), (result.Evaluation.PredictedClasses, result.AboveChance, result.Steps));
        Assert.Empty(result.Hypergradient);
    }

    /// <summary>All-zero weights name one class from the start, and a tiny learning rate leaves them at that: nothing was lost.</summary>
    [Theory]
    [InlineData(1e-9, true)]
    [InlineData(1e-9, false)]
    [InlineData(0, true)]
    public void Run_ThatEndsAsItBegan_CountsWhateverTheStudyDidBefore(double learningRate, bool aboveChanceBefore)
    {
        using GlyphStudy study = new();
        TrainingSetting setting = study.Setting(10) with { WeightScheme = WeightScheme.Zero };

        HypergradientResult result = Execute(setting, GlyphStudy.Constant(learningRate), _ => true, GlyphStudy.Seeds, aboveChanceBefore);

        Assert.Equal((RunEnding.Completed, 3), (result.Ending, result.Hypergradient.Length));
        Assert.Equal(Math.Log(10), result.PriorLoss, 1e-9);
    }

    /// <summary>Labels that have nothing to do with the images: what is learned by heart does worse on the examples held out than their shares, and its hypergradient says so.</summary>
    [Fact]
    public void Run_ThatOverfits_Counts()
    {
        using GlyphStudy study = new(300);
        ImageDataset shuffled = Digits(study) with { Training = Digits(study).Training with { Labels = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7919 / 10 % 10))] } };
        using DeviceData data = new(shuffled, TorchSharp.torch.CPU);

        HypergradientResult result = Execute(study.Setting(300) with { Data = data }, GlyphStudy.Constant(0.05), kind => kind == HyperparameterKind.LearningRate, GlyphStudy.Seeds);

        Assert.True(result.Evaluation.Loss > 1.5 * result.PriorLoss, $"A loss of {result.Evaluation.Loss} is no overfitting.");
        Assert.Equal((RunEnding.Completed, false, 1), (result.Ending, result.AboveChance, result.Hypergradient.Length));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0.05)]
    public void Run_HoweverItEnds_CostsNoMoreThanIsReckonedForIt(double learningRate)
    {
        using GlyphStudy study = new();

        HypergradientResult result = Execute(study.Setting(30, "lenet"), GlyphStudy.Constant(learningRate), _ => false, GlyphStudy.Seeds);

        Assert.InRange(result.GradientSteps, 30, 30 + HypergradientRun.MostSpentOnLooks(30, 700, 300, 32) + (300.0 / 32 * 4 / 3));
        Assert.Equal(learningRate > 1, result.Ending == RunEnding.Collapsed);
    }

    [Fact]
    public void Run_WithLearningRatesOfZero_MovesOnlyTheLearningRate()
    {
        using GlyphStudy study = new();

        HypergradientResult result = Execute(study.Setting(10), GlyphStudy.Constant(0, momentum: 0), _ => true, GlyphStudy.Seeds, aboveChanceBefore: true);

        Assert.Equal(RunEnding.Completed, result.Ending);
        Assert.True(result.Hypergradient[0] < 0, "The first steps from fresh weights should want a larger learning rate.");
        Assert.Equal([0.0, 0], result.Hypergradient.Skip(1));
    }

    [Fact]
    public void Run_WhenCancelled_StopsBeforeTheNextStep()
    {
        using GlyphStudy study = new();
        using CancellationTokenSource source = new();
        List<int> reports = [];

        Assert.Throws<OperationCanceledException>(() => HypergradientRun.Execute(
            study.Setting(Steps),
            GlyphStudy.Constant(0.05),
            _ => true,
            GlyphStudy.Seeds,
            report: position =>
            {
                reports.Add(position.Step);
                source.Cancel();
            },
            cancellationToken: source.Token));
        Assert.Equal([10], reports);
    }

    [Fact]
    public void Run_HoweverItEnds_LeavesNoTensorBehind()
    {
        using GlyphStudy study = new();
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();

        LiveTensors.AssertUnchanged(() =>
        {
            Execute(study.Setting(12), GlyphStudy.Constant(0.05), _ => true, GlyphStudy.Seeds);
            Execute(study.Setting(12), GlyphStudy.Constant(1e6, weightDecay: 1), _ => true, GlyphStudy.Seeds);
            Assert.Throws<OperationCanceledException>(() =>
                HypergradientRun.Execute(study.Setting(12), GlyphStudy.Constant(0.05), _ => true, GlyphStudy.Seeds, cancellationToken: cancelled.Token));
        });
    }

    [Fact]
    public void Run_OverAHorizonShorterThanTheWindows_IsRefused()
    {
        using GlyphStudy study = new();
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.1) with { LearningRate = new([.. Enumerable.Repeat(0.1, 13)]) };

        Assert.Throws<FdsException>(() => Execute(study.Setting(12), schedules, _ => true, GlyphStudy.Seeds));
    }

    private static HypergradientResult Execute(
        TrainingSetting setting,
        PerKind<Schedule> schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        bool aboveChanceBefore = false,
        Action<RunPosition>? report = null) =>
        HypergradientRun.Execute(setting, schedules, learned, seeds, aboveChanceBefore, report, cancellationToken: TestContext.Current.CancellationToken);

    private static ImageDataset Digits(GlyphStudy study) => (ImageDataset)study.Data.Dataset;

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-3 * Math.Abs(expected);
}
