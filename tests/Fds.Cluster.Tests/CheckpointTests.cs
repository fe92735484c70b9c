using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>A single long outer step on a silo that is killed, terminated, paused: it goes on in its middle and ends with the same bits.</summary>
public sealed class CheckpointTests(UndisturbedStudy study, ITestOutputHelper output) : IClassFixture<UndisturbedStudy>
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    [Fact]
    public async Task Study_WhenItsSiloIsKilledInTheMiddleOfALongStep_GoesOnFromItsCheckpoints()
    {
        using TemporaryFolder folder = new();
        TimeSpan interval = TimeSpan.FromMilliseconds(200);
        StudyStatus killed = await Strike(folder, interval, 120, silo => silo.Kill());

        StudyResult result = await study.RunToItsEnd(folder, interval);
        AssertSame(result);
        foreach ((ReplicaStatus before, ReplicaStatus after) in Struck(killed, result))
        {
            double lost = before.StepsPerSecond > 0 ? (before.InnerStep - after.FirstInnerStep) / before.StepsPerSecond : 0;
            output.WriteLine($"replica {before.Key.Replica}: killed after step {before.InnerStep}, went on at {after.FirstInnerStep} as attempt {after.Attempt}; {lost:F2} s lost");
            Assert.True(after.FirstInnerStep > 0, "It began anew.");
        }
    }

    /// <summary>With a checkpoint at every step a kill often meets one that is being written.</summary>
    [Fact]
    public async Task Study_WhenItsSiloIsKilledAgainAndAgainWhileItWritesCheckpoints_EndsWithTheSameBits()
    {
        using TemporaryFolder folder = new();
        int[] blows = [50, 100, 150];
        foreach (int step in blows)
        {
            StudyStatus killed = await Strike(folder, TimeSpan.Zero, step, silo => silo.Kill());
            output.WriteLine($"killed at {string.Join(", ", killed.Replicas.Select(replica => $"{replica.InnerStep} from {replica.FirstInnerStep}"))}, left {string.Join(", ", Files(folder))}");
        }

        StudyResult result = await study.RunToItsEnd(folder, Never);
        AssertSame(result);
        ReplicaStatus[] struck = [.. result.OuterSteps[0].Replicas.Where(replica => replica.Attempt > blows.Length)];
        Assert.NotEmpty(struck);
        Assert.All(struck, replica => Assert.InRange(replica.FirstInnerStep, blows[^2], UndisturbedStudy.InnerSteps));
        Assert.Empty(Files(folder));
    }

    /// <summary>First while the weights are trained, then while the run is walked back: the newest checkpoint says where the kill found it.</summary>
    [Fact]
    public async Task Study_WhenItsSiloIsKilledOnTheWayOutAndOnTheWayBackOfReverseMode_EndsWithTheSameBits()
    {
        using TemporaryFolder folder = new();
        TimeSpan interval = TimeSpan.FromMilliseconds(100);
        await Strike(study.ReverseSubmission, folder, interval, UndisturbedStudy.TurningPoint / 4, silo => silo.Kill());
        int[] out_ = Places(folder);
        await Strike(study.ReverseSubmission, folder, interval, 3 * UndisturbedStudy.TurningPoint / 2, silo => silo.Kill());
        int[] back = Places(folder);
        output.WriteLine($"killed with checkpoints before the steps {string.Join(" and ", out_)}, then {string.Join(" and ", back)}, of {UndisturbedStudy.InnerSteps} each way");
        Assert.Contains(out_, place => place is > 0 and < UndisturbedStudy.InnerSteps);
        Assert.Contains(back, place => place is > UndisturbedStudy.InnerSteps and < 2 * UndisturbedStudy.InnerSteps);

        StudyResult result = await UndisturbedStudy.RunToItsEnd(study.ReverseSubmission, folder, interval);
        AssertSame(study.ReverseResult, result);
        Assert.Equal(HypergradientMode.Reverse, result.Status.Hypergradients?.Mode);
        Assert.Equal<double>(study.ReverseResult.OuterSteps[0].Sensitivity!.LearningRate, result.OuterSteps[0].Sensitivity!.LearningRate);
        ReplicaStatus[] struck = [.. result.OuterSteps[0].Replicas.Where(replica => replica.Attempt > 2)];
        Assert.NotEmpty(struck);
        Assert.All(struck, replica => Assert.True(replica.FirstInnerStep > UndisturbedStudy.TurningPoint, $"It went on at {replica.FirstInnerStep}, on the way out."));
    }

    /// <summary>There is no checkpoint but the one that the drain leaves.</summary>
    [Fact]
    public async Task Study_WhenItsSiloIsTerminated_LosesNoStep()
    {
        using TemporaryFolder folder = new();
        TimeSpan drained = TimeSpan.Zero;
        StudyStatus before = await Strike(folder, Never, 120, async silo =>
        {
            long begun = TimeProvider.System.GetTimestamp();
            Assert.Equal(0, await silo.Terminate());
            drained = TimeProvider.System.GetElapsedTime(begun);
        });
        output.WriteLine($"drained in {drained.TotalSeconds:F1} s");
        Assert.True(drained < TimeSpan.FromSeconds(30), "The grace period is 30 s.");

        StudyResult result = await study.RunToItsEnd(folder, Never);
        AssertSame(result);
        foreach ((ReplicaStatus struck, ReplicaStatus after) in Struck(before, result))
        {
            output.WriteLine($"terminated after step {struck.InnerStep}, went on at {after.FirstInnerStep}");
            Assert.True(after.FirstInnerStep >= struck.InnerStep, "A drained run lost steps.");
        }
    }

    [Fact]
    public async Task Study_PausedThenResumedOnANewSilo_LosesNoStep()
    {
        using TemporaryFolder folder = new();
        StudyStatus struck;
        await using (SiloProcess silo = await SiloProcess.Start(folder.Path, settings: UndisturbedStudy.Settings(Never)))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study(UndisturbedStudy.Name).Submit(study.Submission);
            struck = await cluster.WaitFor(UndisturbedStudy.Name, "the middle of the step", AllBeyond(120));
            VerbReply reply = await cluster.Study(UndisturbedStudy.Name).Pause("the machine is needed");
            Assert.Equal(VerbOutcome.Done, reply.Outcome);
            StudyStatus paused = await cluster.WaitFor(UndisturbedStudy.Name, "its runs to stop", status => status.Replicas.All(replica => replica.State != ReplicaState.Running));
            Assert.Equal((StudyState.Paused, "the machine is needed"), (paused.State, paused.Reason));
            Assert.Equal(0, await silo.CloseInput());
        }

        StudyResult result = await study.RunToItsEnd(folder, Never, async cluster =>
        {
            Assert.Equal(StudyState.Paused, (await cluster.Study(UndisturbedStudy.Name).GetStatus()).State);
            Assert.Equal(VerbOutcome.Done, (await cluster.Study(UndisturbedStudy.Name).Resume()).Outcome);
        });
        AssertSame(result);
        Assert.All(Struck(struck, result), replica => Assert.True(replica.After.FirstInnerStep >= replica.Before.InnerStep, "A paused run lost steps."));
    }

    [Fact]
    public async Task Checkpoints_ThatAreDamaged_AreReportedAndTheRunBeginsAnew()
    {
        using TemporaryFolder folder = new();
        await Strike(folder, TimeSpan.FromMilliseconds(100), 100, silo => silo.Kill());
        string[] checkpoints = Directory.GetFiles(folder["checkpoints"], "*.checkpoint", SearchOption.AllDirectories); // One being written when the silo died has another name.
        Assert.NotEmpty(checkpoints);
        foreach (string file in checkpoints)
        {
            await using FileStream content = new(file, FileMode.Open, FileAccess.ReadWrite);
            content.Seek(-100, SeekOrigin.End);
            content.WriteByte(0xA5);
            content.WriteByte(0x5A);
        }

        string metrics = "";
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: UndisturbedStudy.Settings(TimeSpan.FromMilliseconds(100)));
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(UndisturbedStudy.Name).Submit(study.Submission);
        await cluster.WaitFor(UndisturbedStudy.Name, "its retraining", status => status.State != StudyState.Running || status.Phase == StudyPhase.Retraining);
        using (HttpClient http = new())
        {
            metrics = await http.GetStringAsync(silo.Metrics, TestContext.Current.CancellationToken);
        }

        StudyResult result = (await cluster.Study(UndisturbedStudy.Name).GetResult())!;
        Assert.Equal(study.Result.OuterSteps[0].Readings.Select(reading => reading.Hypergradient), result.OuterSteps[0].Readings.Select(reading => reading.Hypergradient));
        Assert.All(result.OuterSteps[0].Replicas, replica => Assert.Equal(0, replica.FirstInnerStep));
        Assert.Contains("fds_checkpoints_rejected_total", metrics, StringComparison.Ordinal);
        Assert.Contains("fds_checkpoints_written_total", metrics, StringComparison.Ordinal);
        Assert.Contains("fds_device_memory_bytes", metrics, StringComparison.Ordinal);
        await silo.Kill();
        Assert.Contains("does not match the checksum", await silo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkpoints_ThatCannotBeWritten_AreCountedAndToldAndTheStudyEndsAllTheSame()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["file"], "no folder", TestContext.Current.CancellationToken);
        string checkpoints = Path.Combine(folder["file"], "checkpoints");
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], settings: [.. UndisturbedStudy.Settings(TimeSpan.FromMilliseconds(100)), $"--Fds:Checkpoints={checkpoints}"]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(UndisturbedStudy.Name).Submit(study.Submission);
        StudyResult result = await cluster.Result(UndisturbedStudy.Name);
        using HttpClient http = new();
        string metrics = await http.GetStringAsync(silo.Metrics, TestContext.Current.CancellationToken);

        AssertSame(result);
        Assert.Matches($$"""fds_checkpoints_failed_total{[^}]*device="[^"]+/0"[^}]*study="{{UndisturbedStudy.Name}}"[^}]*} [1-9]""", metrics);
        await silo.Kill();
        Assert.Contains($"CHECKPOINTS CANNOT BE WRITTEN to {checkpoints} by this silo's user, id", await silo.Errors, StringComparison.Ordinal);
    }

    /// <summary>Runs the study on a silo until every replica is beyond a step, then strikes.</summary>
    private Task<StudyStatus> Strike(TemporaryFolder folder, TimeSpan interval, int step, Func<SiloProcess, Task> blow) => Strike(study.Submission, folder, interval, step, blow);

    /// <summary>Runs a study on a silo until every replica is beyond a step, then strikes.</summary>
    private static async Task<StudyStatus> Strike(StudySubmission struckStudy, TemporaryFolder folder, TimeSpan interval, int step, Func<SiloProcess, Task> blow)
    {
        string name = struckStudy.Specification.Name;
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: UndisturbedStudy.Settings(interval));
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(name).Submit(struckStudy);
        StudyStatus struck = await cluster.WaitFor(name, $"step {step}", AllBeyond(step));
        await blow(silo);
        return struck;
    }

    /// <summary>Early enough for one replica to be there before the other is through, though it have most of the machine.</summary>
    private static Func<StudyStatus, bool> AllBeyond(int step) =>
        status => status.Phase == StudyPhase.OuterLoop && status.Replicas.All(replica => replica.State == ReplicaState.Running && replica.InnerStep >= step);

    /// <summary>The replicas that a blow met, as they were before it and at the end: one that was through by then has only ever had one attempt.</summary>
    private static (ReplicaStatus Before, ReplicaStatus After)[] Struck(StudyStatus before, StudyResult result)
    {
        (ReplicaStatus Before, ReplicaStatus After)[] struck = [.. before.Replicas.Zip(result.OuterSteps[0].Replicas).Where(replica => replica.Second is not { Attempt: 1, FirstInnerStep: 0 })];
        Assert.NotEmpty(struck);
        return struck;
    }

    private static string[] Files(TemporaryFolder folder)
    {
        string root = folder["checkpoints"];
        return Directory.Exists(root) ? [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file))] : [];
    }

    /// <summary>The step that each replica's newest checkpoint stands before: on the way back it goes on counting.</summary>
    private static int[] Places(TemporaryFolder folder) =>
    [
        .. Directory.GetFiles(folder["checkpoints"], "*.checkpoint", SearchOption.AllDirectories)
            .GroupBy(Path.GetDirectoryName)
            .Select(run => run.Max(file => int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture))),
    ];

    private void AssertSame(StudyResult actual) => AssertSame(study.Result, actual);

    private static void AssertSame(StudyResult expected, StudyResult actual)
    {
        Assert.Equal((StudyState.Succeeded, expected.Status.Reason), (actual.Status.State, actual.Status.Reason));
        Assert.Equal(expected.OuterSteps[0].Readings, actual.OuterSteps[0].Readings);
        Assert.Equal(expected.OuterSteps[0].Replicas.Select(Outcome), actual.OuterSteps[0].Replicas.Select(Outcome));
        Assert.Equal(expected.Learned.LearningRate, actual.Learned.LearningRate);
        Assert.Equal(expected.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)), actual.Retrainings.Select(run => (run.TestLoss, run.TestAccuracy)));
    }

    private static (double? Loss, double? Accuracy, int Steps, double Cost) Outcome(ReplicaStatus replica) =>
        (replica.ValidationLoss, replica.Accuracy, replica.InnerStep, replica.GradientSteps);
}
