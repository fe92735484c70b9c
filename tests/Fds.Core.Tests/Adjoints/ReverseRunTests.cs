using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Quadratics;
using Fds.Core.Schedules;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Adjoints;

/// <summary>Whole runs in reverse mode beside the same runs in forward mode.</summary>
public sealed class ReverseRunTests
{
    private static readonly AugmentationOptions Augmentation = new(CropPadding: 2, Flip: true, CutoutLength: 6, CutoutProbability: 0.5);
    private static readonly PerKind<Schedule> Schedules = new(new([0.05, 0.03, 0.02]), Schedule.Constant(0.8), new([1e-4, 2e-4]));

    public ReverseRunTests() => TorchTests.Prepare();

    /// <summary>An epoch has 4 steps here, so that batches are drawn again over several epochs.</summary>
    [Theory]
    [InlineData("mlp", AdjointMemory.All)]
    [InlineData("mlp", AdjointMemory.Segments)]
    [InlineData("mlp", AdjointMemory.Levels)]
    [InlineData("lenet-bn", AdjointMemory.Segments)]
    public void Run_WithAugmentation_FindsWhatForwardModeFinds(string network, AdjointMemory memory)
    {
        using GlyphStudy study = new(200);
        TrainingSetting setting = study.Setting(network == "mlp" ? 30 : 7, network) with { Type = ScalarType.Float64, Augmentation = Augmentation, GradientClamp = 0.01 };

        HypergradientResult forward = Execute(setting);
        HypergradientResult reverse = Execute(setting with { Reverse = memory });

        Assert.Equal((RunEnding.Completed, forward.Evaluation, forward.AboveChance, forward.Steps), (reverse.Ending, reverse.Evaluation, reverse.AboveChance, reverse.Steps));
        Assert.Equal(forward.Hypergradient.ToArray(), reverse.Hypergradient.ToArray(), (x, y) => Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), 1e-3));
        Assert.Equal<IEnumerable<int>>(forward.Columns, reverse.Columns);
        Assert.Equal(forward.Measurements.GradientClamped, reverse.Measurements.GradientClamped);
        Assert.InRange(forward.Measurements.GradientClamped!.Value, 1e-3, 0.9);
        Assert.Empty(reverse.ProductsClamped);
        Assert.Null(forward.StepHypergradients);
        Assert.Equal(setting.Horizon.Steps, reverse.StepHypergradients!.Momentum.Length);
        Assert.Equal(reverse.Hypergradient[3], reverse.StepHypergradients.Momentum.Average(), 1e-12);
        double plain = forward.GradientSteps - Enumerable.Range(0, setting.Horizon.Steps!.Value).Sum(step => 1 + (2 * (3 + Math.Min(2, 3 * step / setting.Horizon.Steps.Value) + (2 * step / setting.Horizon.Steps.Value))));
        Assert.Equal(new TrailPlan(setting.Horizon.Steps.Value, memory).Cost(setting.Curvature.CostOfStep) + plain, reverse.GradientSteps, 1e-9);
    }

    [Fact]
    public void Run_Reports_GoOnToTheEndInStepWithItsCost()
    {
        using GlyphStudy study = new(200);
        List<RunPosition> reports = [];

        HypergradientResult result = HypergradientRun.Execute(
            study.Setting(100) with { Reverse = AdjointMemory.Segments }, Schedules, _ => true, GlyphStudy.Seeds, report: reports.Add, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(20, reports.Count);
        Assert.Equal(reports.Select(position => position.Step).Order(), reports.Select(position => position.Step));
        Assert.Equal((100, 100, 6), (reports[^1].Step, reports[^1].Horizon, reports[^1].LiveColumns));
        Assert.InRange(reports[9].Step, 15, 25);
        Assert.All(reports, position => Assert.True(double.IsFinite(position.Loss)));
        Assert.Equal(result.GradientSteps, reports[^1].Cost, 1e-9);
    }

    [Theory]
    [InlineData(60, 1e6, "mlp")]
    [InlineData(1, 1e15, "mlp")]
    [InlineData(30, 30, "lenet")]
    public void Run_ThatDivergesOrCollapses_EndsAsInForwardMode(int steps, double rate, string network)
    {
        using GlyphStudy study = new();
        PerKind<Schedule> schedules = GlyphStudy.Constant(rate, weightDecay: rate == 1e6 ? 1 : 0);
        HypergradientResult Run(AdjointMemory? reverse) => HypergradientRun.Execute(
            study.Setting(steps, network) with { Reverse = reverse }, schedules, kind => kind == HyperparameterKind.LearningRate, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        HypergradientResult forward = Run(null);
        HypergradientResult reverse = Run(AdjointMemory.Segments);

        Assert.NotEqual(RunEnding.Completed, reverse.Ending);
        Assert.Equal((forward.Ending, forward.Reason, forward.Steps), (reverse.Ending, reverse.Reason, reverse.Steps));
        Assert.Empty(reverse.Hypergradient);
        Assert.Null(reverse.StepHypergradients);
    }

    [Fact]
    public void Run_WithWhatOnlyColumnsHave_IsRefused()
    {
        using GlyphStudy study = new(200);
        TrainingSetting setting = study.Setting(6) with { Reverse = AdjointMemory.All };

        Assert.Contains("pruning has no meaning", Assert.Throws<FdsException>(() => Execute(setting with { Pruning = new(Fds.Core.Tangents.PruningMode.Alternate, 0.5) })).Message, StringComparison.Ordinal);
        Assert.Contains("a clamp on Hessian products has no meaning", Assert.Throws<FdsException>(() => Execute(setting with { HessianProductClamp = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HoweverItEnds_LeavesNoTensorBehind()
    {
        using GlyphStudy study = new(200);
        using CancellationTokenSource cancelled = new();
        TrainingSetting setting = study.Setting(12) with { Reverse = AdjointMemory.Segments, Augmentation = Augmentation };

        LiveTensors.AssertUnchanged(() =>
        {
            Execute(setting);
            HypergradientRun.Execute(setting, GlyphStudy.Constant(1e6, weightDecay: 1), _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
            using CancellationTokenSource source = new();
            int reports = 0;
            Assert.Throws<OperationCanceledException>(() => HypergradientRun.Execute(
                setting, Schedules, _ => true, GlyphStudy.Seeds, report: _ => { if (++reports == 3) { source.Cancel(); } }, cancellationToken: source.Token));
        });
    }

    [Theory]
    [InlineData(AdjointMemory.All)]
    [InlineData(AdjointMemory.Segments)]
    [InlineData(AdjointMemory.Levels)]
    public void Quadratic_InReverse_FindsWhatForwardModeFinds(AdjointMemory memory)
    {
        QuadraticSetting setting = new() { Horizon = Horizon.OfSteps(25), Gain = 1, Type = ScalarType.Float64, Device = CPU, GradientClamp = 0.8 };
        HypergradientResult forward = HypergradientRun.Execute(setting, Schedules, _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
        HypergradientResult reverse = HypergradientRun.Execute(setting with { Reverse = memory }, Schedules, _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(forward.Hypergradient.ToArray(), reverse.Hypergradient.ToArray(), (x, y) => Math.Abs(x - y) <= 1e-12 * Math.Abs(x));
        Assert.Equal((forward.Evaluation, forward.Measurements.GradientClamped), (reverse.Evaluation, reverse.Measurements.GradientClamped));
        Assert.Equal(new TrailPlan(25, memory).Cost(Fds.Core.Curvature.CurvatureOptions.Default.CostOfStep) + 1, reverse.GradientSteps);
    }

    private static HypergradientResult Execute(TrainingSetting setting) =>
        HypergradientRun.Execute(setting, Schedules, _ => true, GlyphStudy.Seeds, cancellationToken: TestContext.Current.CancellationToken);
}
