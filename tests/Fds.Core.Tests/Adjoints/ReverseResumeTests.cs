using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Training;
using Fds.Core.Tests.Training.Checkpoints;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using TemporaryFolder = Fds.Testing.TemporaryFolder;

namespace Fds.Core.Tests.Adjoints;

/// <summary>A run in reverse mode that is stopped on either way and taken up again ends with the bits of one that was not. An epoch has 4 steps here.</summary>
public sealed class ReverseResumeTests
{
    private const int Steps = 14;
    private static readonly AugmentationOptions Augmentation = new(CropPadding: 2, Flip: true, CutoutLength: 6, CutoutProbability: 0.5);

    private static readonly PerKind<Schedule> Schedules = new(new([0.05, 0.03]), Schedule.Constant(0.9), Schedule.Constant(1e-4));

    public ReverseResumeTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(AdjointMemory.All)]
    [InlineData(AdjointMemory.Segments)]
    [InlineData(AdjointMemory.Levels)]
    public void Run_TakenUpOnEitherWay_EndsWithTheSameBits(AdjointMemory memory)
    {
        using GlyphStudy study = new(200);
        TrainingSetting setting = study.Setting(Steps) with { Augmentation = Augmentation, GradientClamp = 0.01, Reverse = memory };
        HypergradientResult undisturbed = new CheckpointedRun("", setting).Undisturbed();
        Assert.Equal(RunEnding.Completed, undisturbed.Ending);
        foreach (int stop in (int[])[1, 8, Steps - 1, Steps, Steps + 1, Steps + 6, (2 * Steps) - 1])
        {
            using TemporaryFolder folder = new();
            CheckpointedRun run = new(folder.Path, setting);
            run.StopAt(stop).Dispose();
            using CheckpointRecorder resumed = new();

            AssertSame(undisturbed, run.Run(resumed));
            Assert.Equal([stop], resumed.Restored);
            Assert.Empty(resumed.Rejected);
            Assert.Equal(Enumerable.Range(stop + 1, (2 * Steps) - 1 - stop), resumed.Written);
        }
    }

    /// <summary>More steps than a checkpoint keeps states of: what lies between is had again.</summary>
    [Theory]
    [InlineData(AdjointMemory.All)]
    [InlineData(AdjointMemory.Segments)]
    public void Run_StoppedAgainAndAgain_EndsWithTheSameBits(AdjointMemory memory)
    {
        using GlyphStudy study = new(200);
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(40) with { Augmentation = Augmentation, Reverse = memory });
        HypergradientResult undisturbed = run.Undisturbed();
        foreach (int stop in (int[])[7, 35, 39, 40, 41, 60, 78])
        {
            run.StopAt(stop).Dispose();
        }

        using CheckpointRecorder last = new();
        AssertSame(undisturbed, run.Run(last));
        Assert.Equal([78], last.Restored);
    }

    /// <summary>Which states are kept depends on the device's memory: another device may go on with another choice.</summary>
    [Fact]
    public void Run_TakenUpWithOtherMemory_EndsWithTheSameHypergradient()
    {
        using GlyphStudy study = new(200);
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(40) with { Augmentation = Augmentation, Reverse = AdjointMemory.All });
        HypergradientResult undisturbed = run.Undisturbed();
        run.StopAt(25).Dispose();
        (run with { Setting = run.Setting with { Reverse = AdjointMemory.Levels } }).StopAt(60).Dispose();

        using CheckpointRecorder last = new();
        HypergradientResult found = (run with { Setting = run.Setting with { Reverse = AdjointMemory.Segments } }).Run(last);

        Assert.Equal([60], last.Restored);
        Assert.Equal(undisturbed.Hypergradient.Select(BitConverter.DoubleToInt64Bits), found.Hypergradient.Select(BitConverter.DoubleToInt64Bits));
    }

    /// <summary>Every evaluation of the loss is a place to be stopped in, also while steps are repeated.</summary>
    [Theory]
    [InlineData(AdjointMemory.Segments)]
    [InlineData(AdjointMemory.Levels)]
    public void Pass_StoppedAtAnyEvaluation_EndsWithTheSameBits(AdjointMemory memory)
    {
        using GlyphStudy study = new(200);
        TrainingSetting setting = study.Setting(20) with { Augmentation = Augmentation, Reverse = memory };
        using TemporaryFolder unused = new();
        (HypergradientFound Found, double Cost) undisturbed = Pass(setting, unused.Path, stopAfter: int.MaxValue);
        int stops = 0;
        for (int after = 1; after < 80; after += 3)
        {
            using TemporaryFolder folder = new();
            try
            {
                Pass(setting, folder.Path, after);
            }
            catch (OperationCanceledException)
            {
                stops++;
            }

            (HypergradientFound Found, double Cost) resumed = Pass(setting, folder.Path, stopAfter: int.MaxValue);
            Assert.Equal(undisturbed.Cost, resumed.Cost);
            Assert.Equal(undisturbed.Found.Hypergradient.Select(BitConverter.DoubleToInt64Bits), resumed.Found.Hypergradient.Select(BitConverter.DoubleToInt64Bits));
        }

        // 20 steps out, 16 or more again and 20 back; the last of them cannot be stopped after.
        Assert.InRange(stops, 19, 22);
    }

    [Fact]
    public void Checkpoint_OfForwardMode_IsNotTakenUpInReverse()
    {
        using GlyphStudy study = new(200);
        using TemporaryFolder folder = new();
        CheckpointedRun forward = new(folder.Path, study.Setting(Steps) with { GradientClamp = 0.01 });
        forward.StopAt(5).Dispose();
        CheckpointedRun reverse = forward with { Setting = forward.Setting with { Reverse = AdjointMemory.All } };

        using CheckpointRecorder recorder = new();
        AssertSame(reverse.Undisturbed(), reverse.Run(recorder));
        Assert.Empty(recorder.Restored);
        Assert.NotEmpty(recorder.Rejected);
    }

    [Fact]
    public void Run_TakenUp_LeavesNoTensorBehind()
    {
        using GlyphStudy study = new(200);
        LiveTensors.AssertUnchanged(() =>
        {
            using TemporaryFolder folder = new();
            CheckpointedRun run = new(folder.Path, study.Setting(8) with { Reverse = AdjointMemory.Segments, GradientClamp = 0.01 });
            run.StopAt(5).Dispose();
            run.StopAt(11).Dispose();
            using CheckpointRecorder resumed = new();
            run.Run(resumed);
        });
    }

    /// <summary>A pass that is stopped at an evaluation and leaves a checkpoint then; its validation gradient is all ones.</summary>
    private static (HypergradientFound Found, double Cost) Pass(TrainingSetting setting, string folder, int stopAfter)
    {
        using DisposeScope scope = NewDisposeScope();
        using CheckpointRecorder recorder = new();
        using CancellationTokenSource source = new();
        RunSplit split = RunSplit.Draw(setting, GlyphStudy.Seeds);
        using EpochBatches batches = new(setting, split.Training, GlyphStudy.Seeds);
        InnerProblem inner = new(Schedules, split.Horizon);
        StoppingEngine engine = new(setting.Curvature.Create(setting.Network), stopAfter, source);
        HypergradientProblem problem = new(inner, new(ColumnLayout.All(Schedules, _ => true), Schedules, split.Horizon), engine, batches, setting.Curvature.CostOfStep);
        using IHypergradientPass pass = HypergradientPasses.Create(problem, setting.DrawWeights(GlyphStudy.Seeds), setting.Reverse);
        RunCheckpoints checkpoints = new(new(folder), "pass", TimeSpan.FromHours(1), recorder, TimeProvider.System, () => true);
        RunMemory memory = new(checkpoints, "pass", pass.Capture, pass.Restore);
        int first = memory.TakeUp();
        pass.Steps(Math.Min(first, split.Horizon), report: null, memory).Run(source.Token);
        return (pass.Conclude(() => ones_like(pass.State.Weights), report: null, memory, source.Token), pass.State.Cost);
    }

    private static void AssertSame(HypergradientResult expected, HypergradientResult actual)
    {
        Assert.Equal(Bits(expected), Bits(actual));
        Assert.Equal<IEnumerable<int>>(expected.Columns, actual.Columns);
        Assert.Equal(Plain(expected), Plain(actual));

        static long[] Bits(HypergradientResult result) =>
            [.. result.Hypergradient.Concat(PerKind.OfSgd.SelectMany(kind => result.StepHypergradients![kind])).Select(BitConverter.DoubleToInt64Bits)];
        static HypergradientResult Plain(HypergradientResult result) => result with { Hypergradient = [], Columns = [], ProductsClamped = [], StepHypergradients = null };
    }
}
