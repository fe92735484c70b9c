using Fds.Core.Tests.Datasets;
using Fds.Core.Training;
using Xunit;
using TemporaryFolder = Fds.Testing.TemporaryFolder;

namespace Fds.Core.Tests.Training.Checkpoints;

/// <summary>Which files there are, and what happens to those that cannot be used.</summary>
public sealed class CheckpointFolderTests
{
    private const int Steps = 12;

    public CheckpointFolderTests() => TorchTests.Prepare();

    [Fact]
    public void Write_OfMany_KeepsTheNewestTwo()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps));
        using CheckpointRecorder stopped = run.StopAt(9);

        Assert.Equal(Enumerable.Range(1, 9), stopped.Written);
        Assert.Equal(["0000000008.checkpoint", "0000000009.checkpoint"], run.Files);
    }

    [Fact]
    public void Run_BetweenIntervals_WritesNothingUnlessItIsStopped()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps)) { Interval = TimeSpan.FromHours(1) };
        using CheckpointRecorder recorder = new();
        HypergradientResult whole = run.Run(recorder);

        Assert.Empty(recorder.Written);
        Assert.Equal(whole.Hypergradient, run.Undisturbed().Hypergradient);
    }

    [Fact]
    public void Run_WhenNobodyWantsItAnyMore_LeavesNothingAtItsStop()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder["none"], study.Setting(Steps)) { KeepsOnStop = false, Interval = TimeSpan.FromHours(1) };
        using CheckpointRecorder recorder = new();
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => HypergradientRun.Execute(
            run.Setting,
            run.Schedules,
            _ => true,
            run.Seeds,
            report: _ => source.Cancel(),
            checkpoints: new(run.Checkpoints, run.Name, run.Interval, recorder, TimeProvider.System, () => false),
            cancellationToken: source.Token));

        Assert.Empty(recorder.Written);
        Assert.False(Directory.Exists(run.Folder));
    }

    /// <summary>Cut anywhere, and with any byte changed.</summary>
    [Fact]
    public void Read_OfADamagedFile_TakesTheOlderOneAndSetsItAside()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps));
        HypergradientResult undisturbed = run.Undisturbed();
        run.StopAt(9).Dispose();
        string newest = folder["0000000009.checkpoint"];
        byte[] good = File.ReadAllBytes(newest);
        byte[] older = File.ReadAllBytes(folder["0000000008.checkpoint"]);

        List<byte[]> damaged = [.. Places(good.Length).Select(length => good[..length])];
        damaged.AddRange(Places(good.Length).Select(at => Changed(good, at)));
        damaged.Add([.. good, 0]);
        foreach (byte[] content in damaged)
        {
            File.WriteAllBytes(newest, content);
            File.WriteAllBytes(folder["0000000008.checkpoint"], older);
            using CheckpointRecorder resumed = new();
            HypergradientResult result = (run with { Interval = TimeSpan.FromHours(1) }).Run(resumed);

            Assert.Equal([8], resumed.Restored);
            Assert.Equal(newest, Assert.Single(resumed.Rejected).File);
            Assert.Equal(undisturbed.Hypergradient, result.Hypergradient);
            Assert.Equal(["0000000008.checkpoint", "0000000009.checkpoint.rejected"], run.Files);
        }
    }

    [Fact]
    public void Read_WhereEveryFileIsDamaged_BeginsAnew()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps));
        run.StopAt(5).Dispose();
        foreach (string file in run.Files)
        {
            File.WriteAllBytes(folder[file], "no checkpoint at all, though it is long enough"u8.ToArray());
        }

        using CheckpointRecorder anew = new();
        HypergradientResult result = run.Run(anew);

        Assert.Empty(anew.Restored);
        Assert.All(anew.Rejected, rejected => Assert.Equal("it does not begin like a checkpoint", rejected.Reason));
        Assert.Equal(2, anew.Rejected.Count);
        Assert.Equal(run.Undisturbed().Hypergradient, result.Hypergradient);
    }

    [Fact]
    public void Read_OfAnotherVersion_SaysWhich()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps));
        run.StopAt(1).Dispose();
        byte[] content = File.ReadAllBytes(folder[run.Files[0]]);
        content[8] = 7;
        File.WriteAllBytes(folder[run.Files[0]], content);

        using CheckpointRecorder anew = new();
        run.Run(anew);
        Assert.Equal("expected version 1 of the format, but found 7", Assert.Single(anew.Rejected).Reason);
    }

    public static TheoryData<string> Changes => ["schedules", "seeds", "data", "batch size", "engine", "horizon", "name", "retraining"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Read_OfAnotherRun_IsRefused(string change)
    {
        using GlyphStudy study = new();
        using GlyphStudy otherData = new(trainingCount: 900);
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps));
        run.StopAt(5).Dispose();
        CheckpointedRun other = change switch
        {
            "schedules" => run with { Schedules = run.Schedules with { LearningRate = new([0.05, 0.030000000000000002]) } },
            "seeds" => run with { Seeds = run.Seeds with { Replica = 1 } },
            "data" => run with { Setting = otherData.Setting(Steps) },
            "batch size" => run with { Setting = run.Setting with { BatchSize = 31 } },
            "engine" => run with { Setting = run.Setting with { Curvature = new(Fds.Core.Curvature.EngineKind.Autograd) } },
            "horizon" => run with { Setting = run.Setting with { Horizon = Horizon.OfSteps(Steps + 1) } },
            "name" => run with { Name = "other/Hypergradient/0/0" },
            _ => run,
        };

        using CheckpointRecorder anew = new();
        _ = change == "retraining" ? (object)other.Retrain(anew) : other.Run(anew);
        Assert.Empty(anew.Restored);
        Assert.Equal(2, anew.Rejected.Count);
        Assert.All(anew.Rejected, rejected => Assert.StartsWith("it belongs to another run, study/Hypergradient/0/0 ", rejected.Reason));
    }

    [Fact]
    public void Read_AfterAnInterruptedWrite_IgnoresAndRemovesIt()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        CheckpointedRun run = new(folder.Path, study.Setting(Steps)) { Interval = TimeSpan.FromHours(1) };
        (run with { Interval = TimeSpan.Zero }).StopAt(4).Dispose();
        byte[] good = File.ReadAllBytes(folder["0000000004.checkpoint"]);
        File.WriteAllBytes(folder["0000000005.checkpoint.1234.tmp"], good[..(good.Length / 2)]);

        using CheckpointRecorder resumed = new();
        run.Run(resumed);
        Assert.Equal([4], resumed.Restored);
        Assert.Empty(resumed.Rejected);
        Assert.Equal(["0000000003.checkpoint", "0000000004.checkpoint"], run.Files);
    }

    [Fact]
    public void Run_WhereTheFolderCannotBeUsed_GoesOnWithoutCheckpoints()
    {
        using GlyphStudy study = new();
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "in the way");
        CheckpointedRun run = new(folder["file"], study.Setting(Steps));
        using CheckpointRecorder recorder = new();
        HypergradientResult result = run.Run(recorder);

        Assert.Equal(Steps - 1, recorder.NotWritten.Count);
        Assert.Equal(run.Undisturbed().Hypergradient, result.Hypergradient);
    }

    [Fact]
    public void Remove_OfAFolderWithAnotherBelow_TakesItsOwnFilesOnly()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["run/1"]);
        File.WriteAllText(folder["run/0000000001.checkpoint"], "anything");
        File.WriteAllText(folder["run/1/0000000001.checkpoint"], "anything");

        new Fds.Core.Training.Checkpoints.CheckpointFolder(folder["run"]).Remove();
        Assert.Equal(["1/0000000001.checkpoint"], Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder["run"], file)));
        new Fds.Core.Training.Checkpoints.CheckpointFolder(folder["run/1"]).Remove();
        new Fds.Core.Training.Checkpoints.CheckpointFolder(folder["run"]).Remove();
        new Fds.Core.Training.Checkpoints.CheckpointFolder(folder["run"]).Remove();
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static IEnumerable<int> Places(int length) => [0, 1, 7, 8, 12, 15, 16, 40, 200, length / 3, length / 2, length - 40, length - 32, length - 1];

    private static byte[] Changed(byte[] content, int at)
    {
        byte[] changed = [.. content];
        changed[at] ^= 0x10;
        return changed;
    }
}
