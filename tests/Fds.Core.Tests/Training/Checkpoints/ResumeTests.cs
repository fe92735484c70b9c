using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Datasets;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using Xunit;
using TemporaryFolder = Fds.Testing.TemporaryFolder;

namespace Fds.Core.Tests.Training.Checkpoints;

/// <summary>A run that is stopped and taken up again ends with the bits of one that was not: an epoch has 21 steps here, a run 50.</summary>
public sealed class ResumeTests
{
    private const int Steps = 50;
    private static readonly AugmentationOptions Augmentation = new(CropPadding: 2, Flip: true, CutoutLength: 6, CutoutProbability: 0.5);

    public ResumeTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(42)]
    [InlineData(49)]
    public void Run_TakenUpAtAnyStep_EndsWithTheSameBits(int stop)
    {
        using GlyphStudy study = new();
        AssertResumes(study.Setting(Steps) with { Augmentation = Augmentation, GradientClamp = 0.01, HessianProductClamp = 1 }, stop);
    }

    [Theory]
    [InlineData(EngineKind.Tangent, 1)]
    [InlineData(EngineKind.Tangent, 0.5)]
    [InlineData(EngineKind.Autograd, 1)]
    [InlineData(EngineKind.FiniteDifference, 1)]
    public void Run_WithEachEngine_EndsWithTheSameBits(EngineKind engine, double fraction)
    {
        using GlyphStudy study = new();
        AssertResumes(study.Setting(12) with { Curvature = new(engine, BatchFraction: fraction) }, 7);
    }

    /// <summary>What has no accuracy has none in a checkpoint either, also in one of the way back.</summary>
    [Theory]
    [InlineData("regression", null, 7)]
    [InlineData("regression", AdjointMemory.All, 7)]
    [InlineData("regression", AdjointMemory.All, 17)]
    [InlineData("regression by PyTorch", AdjointMemory.Segments, 17)]
    [InlineData("text by PyTorch", AdjointMemory.All, 7)]
    [InlineData("text by PyTorch", AdjointMemory.All, 17)]
    public void Run_OnOtherData_EndsWithTheSameBits(string problem, AdjointMemory? reverse, int stop)
    {
        using DeviceData data = OtherData.Load(problem);
        AssertResumes(OtherData.Setting(problem, data) with { Reverse = reverse }, stop);
    }

    [Theory]
    [InlineData(PruningMode.Alternate, 0.5)]
    [InlineData(PruningMode.Truncate, 0.4)]
    public void Run_WithPruning_EndsWithTheSameBits(PruningMode mode, double ratio)
    {
        using GlyphStudy study = new();
        AssertResumes(study.Setting(Steps) with { Pruning = new(mode, ratio) }, 29);
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("lenet-bn")]
    public void Run_OfAConvolutionalNetworkInDoublePrecision_EndsWithTheSameBits(string network)
    {
        using GlyphStudy study = new();
        AssertResumes(study.Setting(6, network) with { Type = TorchSharp.torch.ScalarType.Float64 }, 3);
    }

    [Fact]
    public void Run_StoppedAgainAndAgain_EndsWithTheSameBits()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps) with { Augmentation = Augmentation });
        HypergradientResult undisturbed = run.Undisturbed();
        foreach (int stop in (int[])[5, 6, 21, 30])
        {
            run.StopAt(stop).Dispose();
        }

        using CheckpointRecorder last = new();
        AssertSame(undisturbed, run.Run(last));
        Assert.Equal([30], last.Restored);
        Assert.Equal(Enumerable.Range(31, 19), last.Written);
    }

    [Theory]
    [InlineData("lenet-bn", 1)]
    [InlineData("lenet-bn", 9)]
    [InlineData("mlp", 31)]
    [InlineData("mlp", 33)]
    public void Retraining_TakenUp_EndsWithTheSameBits(string network, int stop)
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(network == "mlp" ? 40 : 12, network) with { Augmentation = Augmentation });
        RunResult undisturbed = run.UndisturbedRetraining();
        run.StopAt(stop, retraining: true).Dispose();

        using CheckpointRecorder resumed = new();
        Assert.Equal(undisturbed, run.Retrain(resumed));
        Assert.Equal([stop], resumed.Restored);
    }

    [Fact]
    public void Run_TakenUp_LeavesNoTensorBehind()
    {
        using GlyphStudy study = new();
        LiveTensors.AssertUnchanged(() =>
        {
            using TemporaryFolder folder = new();
            CheckpointedRun run = new(folder.Path, study.Setting(8));
            run.StopAt(5).Dispose();
            using CheckpointRecorder resumed = new();
            run.Run(resumed);
        });
    }

    private static void AssertResumes(TrainingSetting setting, int stop)
    {
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, setting);
        HypergradientResult undisturbed = run.Undisturbed();
        Assert.Equal(RunEnding.Completed, undisturbed.Ending);
        run.StopAt(stop).Dispose();

        using CheckpointRecorder resumed = new();
        AssertSame(undisturbed, run.Run(resumed));
        Assert.Equal([stop], resumed.Restored);
        Assert.Empty(resumed.Rejected);
    }

    private static void AssertSame(HypergradientResult expected, HypergradientResult actual)
    {
        Assert.Equal(expected.Hypergradient.Select(BitConverter.DoubleToInt64Bits), actual.Hypergradient.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal<IEnumerable<int>>(expected.Columns, actual.Columns);
        Assert.Equal(expected.ProductsClamped, actual.ProductsClamped);
        Assert.Equal(Plain(expected), Plain(actual));

        // Records compare arrays by identity; the hypergradients of single steps belong to reverse mode, which has a test of its own.
        static HypergradientResult Plain(HypergradientResult result) => result with { Hypergradient = [], Columns = [], ProductsClamped = [], StepHypergradients = null };
    }
}
