using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>A silo as its operator meets it: its end, its memory, and clear words where it cannot run.</summary>
public sealed class SiloTests
{
    private static readonly string[] OneSlot = ["--Fds:Slots=1", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200"];

    [Fact]
    public async Task Silo_WhenItsConsoleIsGone_EndsByItself()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: OneSlot);

        Assert.Equal(0, await silo.CloseInput());
    }

    [Fact]
    public async Task Silo_WhenItsFolderIsInUse_SaysSo()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess first = await SiloProcess.Start(folder.Path, settings: OneSlot);
        await using SiloProcess second = await SiloProcess.Start(folder.Path, settings: OneSlot);

        Assert.False(second.IsReady);
        Assert.Contains(folder.Path, second.Handshake.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains("in use", second.Handshake.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await second.WaitForExit());
    }

    [Fact]
    public async Task Silo_WhenItsSettingsAreWrong_NamesThemAll()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=5000", "--Fds:AttemptsPerReplica=0"]);

        string error = silo.Handshake.GetProperty("error").GetString()!;
        Assert.Contains("Slots", error, StringComparison.Ordinal);
        Assert.Contains("AttemptsPerReplica", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await silo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_WhenItMustComputeOnCudaAndCannot_DoesNotStartAndSaysWhatToMend()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Device=cuda"]);

        Assert.StartsWith("Fds:Device is cuda, but libtorch finds no CUDA device", silo.Handshake.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await silo.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await silo.WaitForExit());
    }

    [Fact]
    public async Task Silo_WhenTheNativeLibraryIsHidden_SaysWhyAndWhatHelps()
    {
        using TemporaryFolder folder = new();
        string program = HideNativeLibrary(folder["program"]);
        await using SiloProcess silo = await SiloProcess.Start(folder["state"], program);

        string error = silo.Handshake.GetProperty("error").GetString()!;
        Assert.Contains("libLibTorchSharp.so", error, StringComparison.Ordinal);
        Assert.Contains("Build again with ./fds", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await silo.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await silo.WaitForExit());
    }

    [Fact]
    public async Task Memory_WhenAStudyGoesThroughManyOuterSteps_ShowsNoGrowth()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: OneSlot);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        const int Steps = 24;
        StudySubmission submission = Studies.Small("long", outerSteps: Steps, innerSteps: 60, retrainings: 0);
        StudySpecification study = submission.Specification;
        await cluster.Study("long").Submit(submission with { Specification = study with { Outer = study.Outer with { ConvergedBelow = 0 } } });

        // The first quarter warms up compilers and allocators; after it, memory must stay where it is.
        List<(int Step, long Bytes)> readings = [];
        await foreach (StudyEvent happened in cluster.Study("long").Watch(0, TestContext.Current.CancellationToken))
        {
            if (happened.Kind == StudyEventKind.OuterStepCompleted)
            {
                readings.Add((readings.Count, silo.ResidentBytes));
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine((await cluster.Study("long").GetStatus()).Reason ?? "no reason");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", readings.Select(reading => $"{reading.Step}: {reading.Bytes >> 20} MiB")));
        Assert.Equal(Steps, readings.Count);
        double early = readings[(Steps / 4)..(Steps / 2)].Average(reading => reading.Bytes);
        double late = readings[^(Steps / 4)..].Average(reading => reading.Bytes);
        Assert.True(late < early + (24 << 20), $"Resident memory rose from {early / (1 << 20):F0} to {late / (1 << 20):F0} MiB.");
    }

    [Fact]
    public async Task Memory_AfterARunWithManyColumns_IsGivenBack()
    {
        const int Columns = 80;
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: OneSlot);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        StudySubmission submission = Studies.Small("wide", outerSteps: 1, innerSteps: Columns, retrainings: 0);
        StudySpecification study = submission.Specification;
        await cluster.Study("wide").Submit(submission with
        {
            Specification = study with
            {
                Inner = study.Inner with { Mode = HypergradientMode.Forward },
                Seeds = new() { Count = 1 },
                Hyperparameters = study.Hyperparameters with { LearningRate = study.Hyperparameters.LearningRate with { Initial = [.. new double[Columns]] } },
            },
        });
        await cluster.WaitFor("wide", "its end", status => status.State != StudyState.Running);
        long peak = silo.PeakResidentBytes;

        // Z and C alone are two blocks of 55,050 weights by 82 columns of four bytes.
        long tangents = 2L * 4 * 55_050 * (Columns + 2);
        long after = silo.ResidentBytes;
        for (int tenth = 0; tenth < 150 && after > peak - tangents; tenth++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            after = silo.ResidentBytes;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Resident memory: at most {peak >> 20} MiB in the run, {after >> 20} MiB after it; tangents are {tangents >> 20} MiB.");
        Assert.True(after <= peak - tangents, $"Of {peak >> 20} MiB, {after >> 20} MiB are still held.");
    }

    /// <summary>The silo's folder by links, but for the one library.</summary>
    /// <returns>The program in it.</returns>
    private static string HideNativeLibrary(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Programs.SiloFolder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(Programs.SiloFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetFileName(file) == "libLibTorchSharp.so")
            {
                continue;
            }

            if (Path.GetExtension(file) is ".dll" or ".json" || Path.GetFileName(file) == "fds-silo")
            {
                // A program finds its folder through its own file, so these must be copies.
                File.Copy(file, target);
            }
            else
            {
                File.CreateSymbolicLink(target, file);
            }
        }

        return Path.Combine(folder, "fds-silo");
    }
}
