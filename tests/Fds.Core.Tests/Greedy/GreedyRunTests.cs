using System.Collections.Immutable;
using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Training;
using Fds.Core.Tests.Training.Checkpoints;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using Xunit;
using TemporaryFolder = Fds.Testing.TemporaryFolder;

namespace Fds.Core.Tests.Greedy;

/// <summary>Greedy runs on drawn digits as studies run them: an epoch has 21 steps of 32, and 300 examples are held out.</summary>
public sealed class GreedyRunTests
{
    private const int Steps = 50;
    private const double Evaluation = 300.0 / 32 / 3;

    public GreedyRunTests() => TorchTests.Prepare();

    public static TheoryData<GreedyMethod> Methods => [.. Enum.GetValues<GreedyMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_OfEveryMethod_LearnsAndReturnsAScheduleToRetrainWith(GreedyMethod method)
    {
        using GlyphStudy study = new();

        GreedyResult result = Execute(study.Setting(Steps), Settings(method) with { Windows = 5 });

        Assert.Equal((RunEnding.Completed, null, Steps), (result.Ending, result.Reason, result.Steps));
        Assert.Equal(300, result.Evaluation.Examples);
        Assert.InRange(result.Evaluation.Accuracy, 0.4, 1);
        PerKind<Schedule> found = result.Trajectory!;
        int others = method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative ? 1 : 5;
        Assert.Equal((5, others, others), (found.LearningRate.Windows, found.Momentum.Windows, found.WeightDecay.Windows));
        Assert.NotEqual(found.LearningRate.Values[0], found.LearningRate.Values[4]);
        RunResult retrained = RetrainingRun.Execute(study.Setting(Steps), found, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(retrained.Evaluation.Accuracy, 0.4, 1);
    }

    /// <summary>Without changes a run is a trial: the values that it reports are those it began with.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_WithStepsOfZero_IsATrial(GreedyMethod method)
    {
        using GlyphStudy study = new();
        GreedySettings settings = Settings(method);
        settings = settings with { Hyperparameters = settings.Hyperparameters.Select(each => each with { Step = each.Step * 0 }) };

        GreedyResult result = Execute(study.Setting(Steps), settings);
        RunResult trial = TrialRun.Execute(study.Setting(Steps), GlyphStudy.Constant(0.05, 0.5, 1e-4), GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(trial.Evaluation, result.Evaluation);
        Assert.All(result.Trajectory!.LearningRate.Values, value => Assert.Equal(0.05, value));
        Assert.All(result.ShareAtRange, share => Assert.Equal(0, share));
    }

    /// <summary>Three columns cost six beside the step's one; one-step greedy knows that its products are 0.</summary>
    [Theory]
    [InlineData(GreedyMethod.HdAdditive, 1, Steps)]
    [InlineData(GreedyMethod.OneStep, 1, Steps * 2)]
    [InlineData(GreedyMethod.OneStep, 5, Steps + (Steps / 5))]
    [InlineData(GreedyMethod.Rtho, 10, (Steps * 7) + (Steps / 10))]
    [InlineData(GreedyMethod.Marthe, 1, Steps * 8)]
    public void Run_CostsItsStepsColumnsAndHypergradients(GreedyMethod method, int interval, double expected)
    {
        using GlyphStudy study = new();

        GreedyResult result = Execute(study.Setting(Steps), Settings(method) with { Interval = interval });

        Assert.Equal(expected + Evaluation, result.GradientSteps, 1e-9);
    }

    [Theory]
    [InlineData(GreedyMethod.OneStep, 0.0)]
    [InlineData(GreedyMethod.Rtho, 1.0)]
    public void Marthe_AtTheEndsOfItsDiscount_IsTheOtherMethodBitForBit(GreedyMethod other, double discount)
    {
        using GlyphStudy study = new();
        GreedySettings settings = Settings(other) with { Interval = 3 };

        GreedyResult expected = Execute(study.Setting(Steps), settings);
        GreedyResult marthe = Execute(study.Setting(Steps), settings with { Method = GreedyMethod.Marthe, Discount = discount });
        GreedyResult between = Execute(study.Setting(Steps), settings with { Method = GreedyMethod.Marthe, Discount = 0.5 });

        AssertSame(expected, marthe);
        Assert.NotEqual(expected.Final, between.Final);
    }

    /// <summary>Nothing is lost by not computing products of directions that are 0.</summary>
    [Fact]
    public void OneStep_WithTheProductsOfItsZeroDirections_IsTheSameBitForBit()
    {
        using GlyphStudy study = new();
        GreedyResult without = Execute(study.Setting(Steps), Settings(GreedyMethod.OneStep));
        GreedyResult with = Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe) with { Discount = double.Epsilon });

        Assert.Equal(without.Evaluation, with.Evaluation);
        Assert.Equal(without.Final, with.Final);
        Assert.True(without.GradientSteps < with.GradientSteps);
    }

    [Fact]
    public void Run_AtTheEndOfARange_StaysThereAndSaysSo()
    {
        using GlyphStudy study = new();
        GreedySettings settings = Settings(GreedyMethod.HdAdditive);

        GreedyResult result = Execute(study.Setting(Steps), settings with
        {
            Hyperparameters = settings.Hyperparameters with { LearningRate = settings.Hyperparameters.LearningRate with { Range = new(0.05, 0.0501), Step = 1 } },
        });

        Assert.All(result.Trajectory!.LearningRate.Values, value => Assert.InRange(value, 0.05, 0.0501));
        Assert.InRange(result.ShareAtRange[0], 0.9, 1);
    }

    /// <summary>Five values of the same windows average to what was used.</summary>
    [Fact]
    public void Trajectory_InFewerWindows_IsTheMeanOfThatInMore()
    {
        using GlyphStudy study = new();
        ImmutableArray<double> perStep = Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe)).Trajectory!.LearningRate.Values;
        ImmutableArray<double> windows = Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe) with { Windows = 5 }).Trajectory!.LearningRate.Values;

        Assert.Equal(Steps, perStep.Length);
        Assert.Equal(0.05, perStep[0]);
        Assert.Equal([.. perStep.Chunk(10).Select(chunk => chunk.Average())], windows.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Theory]
    [InlineData(GreedyMethod.HdAdditive)]
    [InlineData(GreedyMethod.Rtho)]
    public void Run_WithAnAbsurdStep_EndsDiverged(GreedyMethod method)
    {
        using GlyphStudy study = new();
        GreedySettings settings = Settings(method);
        settings = settings with { Hyperparameters = new(new(1e4, new(0, 1e9), Step: 1e9), settings.Hyperparameters.Momentum, new(1, new(0, 1))) };

        GreedyResult result = Execute(study.Setting(Steps), settings);

        Assert.Equal(RunEnding.Diverged, result.Ending);
        Assert.Contains("not finite", result.Reason, StringComparison.Ordinal);
        Assert.Null(result.Trajectory);
    }

    /// <summary>Defaults for what a method does not learn would be refused by it.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Defaults_OfEveryMethod_AreAcceptedByIt(GreedyMethod method)
    {
        GreedyHyperparameter Default(HyperparameterKind kind) => new(0.05, new(0, 1), GreedyDefaults.Step(method, kind));
        GreedySettings settings = new()
        {
            Method = method,
            Hyperparameters = PerKind.Of(PerKind.OfSgd, Default),
        };

        settings.Require(Steps);
        Assert.Equal(method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative ? [true, false, false] : [true, true, true], PerKind.OfSgd.Select(settings.IsLearned));
    }

    public static TheoryData<string> Contradictions => ["interval", "long interval", "discount", "adaptation", "adaptation of rtho", "windows", "nothing", "momentum by descent"];

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Settings_ThatContradictThemselves_AreRefused(string what)
    {
        using GlyphStudy study = new();
        GreedySettings settings = Settings(GreedyMethod.Marthe);
        settings = what switch
        {
            "interval" => settings with { Interval = 0 },
            "long interval" => settings with { Interval = Steps + 1 },
            "discount" => settings with { Discount = 1.01 },
            "adaptation" => settings with { Hyperparameters = settings.Hyperparameters.Select(each => each with { Adaptation = -1 }) },
            "adaptation of rtho" => Adaptive() with { Method = GreedyMethod.Rtho },
            "windows" => settings with { Windows = 0 },
            "nothing" => settings with { Hyperparameters = PerKind.Of(PerKind.OfSgd, _ => GreedyHyperparameter.Fixed(0.1)) },
            _ => settings with { Method = GreedyMethod.HdAdditive },
        };

        Assert.Throws<FdsException>(() => Execute(study.Setting(Steps), settings));
    }

    [Theory]
    [InlineData(GreedyMethod.HdMultiplicative, 1)]
    [InlineData(GreedyMethod.HdAdditive, 22)]
    [InlineData(GreedyMethod.OneStep, 2)]
    [InlineData(GreedyMethod.Marthe, 9)]
    [InlineData(GreedyMethod.Marthe, 43)]
    [InlineData(GreedyMethod.Rtho, 21)]
    public void Run_TakenUp_EndsWithTheSameBits(GreedyMethod method, int stop)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        GreedySettings settings = Settings(method) with { Interval = 4 };
        TrainingSetting setting = study.Setting(Steps) with { Augmentation = new(CropPadding: 2, Flip: true, CutoutLength: 6, CutoutProbability: 0.5) };
        GreedyResult undisturbed = Execute(setting, settings);
        using CheckpointRecorder stopped = new() { StopAfter = stop };
        Assert.Throws<OperationCanceledException>(() => Execute(setting, settings, stopped, folder));
        using CheckpointRecorder resumed = new();

        AssertSame(undisturbed, Execute(setting, settings, resumed, folder));
        Assert.Equal([stop], resumed.Restored);
    }

    /// <summary>μ, what it was before, and the hyper steps are in the checkpoint.</summary>
    [Theory]
    [InlineData(1, 20)]
    [InlineData(4, 9)]
    [InlineData(4, 43)]
    public void Marthe_ThatAdaptsAndIsTakenUp_EndsWithTheSameBits(int interval, int stop)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        GreedySettings settings = Adaptive() with { Interval = interval };
        GreedyResult undisturbed = Execute(study.Setting(Steps), settings);
        using CheckpointRecorder stopped = new() { StopAfter = stop };
        Assert.Throws<OperationCanceledException>(() => Execute(study.Setting(Steps), settings, stopped, folder));
        using CheckpointRecorder resumed = new();

        AssertSame(undisturbed, Execute(study.Setting(Steps), settings, resumed, folder));
        Assert.Equal([stop], resumed.Restored);
    }

    /// <summary>Both adaptations matter, and neither costs a gradient step.</summary>
    [Fact]
    public void Marthe_ThatAdapts_IsAnotherThanWithEither()
    {
        using GlyphStudy study = new();
        GreedySettings settings = Adaptive();
        GreedyResult both = Execute(study.Setting(Steps), settings);
        GreedyResult discount = Execute(study.Setting(Steps), settings with { Hyperparameters = settings.Hyperparameters.Select(each => each with { Adaptation = 0 }) });
        GreedyResult steps = Execute(study.Setting(Steps), settings with { Discount = 0.9 });

        Assert.Equal(RunEnding.Completed, both.Ending);
        Assert.Equal(3, new[] { both, discount, steps }.Select(result => result.Final).Distinct().Count());
        Assert.Equal((both.GradientSteps, both.GradientSteps), (discount.GradientSteps, steps.GradientSteps));
    }

    [Fact]
    public void Run_WithOtherSettings_DoesNotTakeUpTheCheckpoint()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        using CheckpointRecorder stopped = new() { StopAfter = 5 };
        Assert.Throws<OperationCanceledException>(() => Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe), stopped, folder));
        using CheckpointRecorder anew = new();

        Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe) with { Discount = 0.98 }, anew, folder);
        Execute(study.Setting(Steps), Settings(GreedyMethod.Marthe) with { Discount = null }, anew, folder);
        Execute(study.Setting(Steps), Adaptive() with { Discount = 0.9 }, anew, folder);
        Assert.Empty(anew.Restored);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_LeavesNoTensorBehind(GreedyMethod method)
    {
        using GlyphStudy study = new();

        LiveTensors.AssertUnchanged(() => Execute(study.Setting(4), Settings(method)));
        LiveTensors.AssertUnchanged(() => Execute(study.Setting(4), Adaptive()));
    }

    private static GreedySettings Adaptive()
    {
        GreedySettings settings = Settings(GreedyMethod.Marthe);
        return settings with { Discount = null, Hyperparameters = settings.Hyperparameters.Select(each => each with { Adaptation = 0.1 * each.Step.GetValueOrDefault() }) };
    }

    private static GreedySettings Settings(GreedyMethod method)
    {
        bool descends = method is GreedyMethod.HdAdditive or GreedyMethod.HdMultiplicative;
        return new()
        {
            Method = method,
            Hyperparameters = new(
                new(0.05, new(0, 1), Step: method == GreedyMethod.HdMultiplicative ? 0.02 : 1e-3),
                new(0.5, new(0, 0.95), descends ? null : 1e-3),
                new(1e-4, new(0, 5e-3), descends ? null : 1e-6)),
            Discount = 0.9,
        };
    }

    private static GreedyResult Execute(TrainingSetting setting, GreedySettings settings, CheckpointRecorder? recorder = null, TemporaryFolder? folder = null)
    {
        RunCheckpoints? checkpoints = recorder is null ? null : new(new(folder!["own"]), "study/Greedy/0/0", TimeSpan.Zero, recorder, TimeProvider.System, () => true);
        return GreedyRun.Execute(
            setting, settings, GlyphStudy.Seeds, checkpoints: checkpoints, cancellationToken: recorder?.Stopping ?? TestContext.Current.CancellationToken);
    }

    private static void AssertSame(GreedyResult expected, GreedyResult found)
    {
        foreach (HyperparameterKind kind in PerKind.OfSgd)
        {
            Assert.Equal(expected.Trajectory![kind].Values.Select(BitConverter.DoubleToInt64Bits), found.Trajectory![kind].Values.Select(BitConverter.DoubleToInt64Bits));
        }

        Assert.Equal<IEnumerable<double>>(expected.ShareAtRange, found.ShareAtRange);
        Assert.Equal(expected with { Trajectory = null, ShareAtRange = [] }, found with { Trajectory = null, ShareAtRange = [] });
    }
}
