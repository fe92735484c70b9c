using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What one silo makes of much work; what is measured is written to the test's output.</summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int Batches = 4;

    /// <summary>
    /// What an ended study may leave in the managed heap: its line in the catalogue and the label sets of its counters, for which 8 to 13 KiB
    /// were measured.
    /// </summary>
    private const long MostPerStudy = 32 << 10;

    /// <summary>What may be added outside the managed heap once half of the studies have ended: code still being compiled, allocators' reserves.</summary>
    private const long MostReserve = 64 << 20;

    [Fact]
    public async Task Queue_OfManyStudies_DrainsWithoutLossOrDuplicateAndLeavesNothingInMemory()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:EndedStudyIdle=00:00:01", "--Logging:LogLevel:Default=Warning"]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        StudyLoad load = new(cluster, output);
        List<SiloMemory> memory = [];
        for (int batch = 0; batch < Batches; batch++)
        {
            int upTo = (batch + 1) * StudyLoad.Count / Batches;
            await load.Drain(batch * StudyLoad.Count / Batches, upTo);
            memory.Add(await Rest(cluster, silo));
            output.WriteLine($"after {upTo} studies: {memory[^1]}");
        }

        RequireLevel(memory);
        await load.RequireEveryStudyOnce();
        await cluster.UntilNoSlotIsLeased(devices: 2);
        string metrics = await new HttpClient().GetStringAsync(silo.Metrics, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("fds_study_outer_step{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinator_WithManyReplicas_IsMeasured()
    {
        const int Replicas = 256;
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Logging:LogLevel:Default=Warning"]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("many").Submit(Studies.Quadratic("many", outerSteps: 2, seeds: Replicas));
        StudyStatus status = await cluster.WaitFor("many", "its end", now => now.State != StudyState.Running);
        StudyResult result = (await cluster.Study("many").GetResult())!;

        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.All(result.OuterSteps, step => Assert.Equal(Replicas, step.Contributing));
        foreach (OuterStepRecord step in result.OuterSteps)
        {
            output.WriteLine($"outer step {step.Index + 1}: {Replicas} replicas of a few milliseconds in {step.Seconds:F2} s on 2 slots, {1000 * step.Seconds / Replicas:F1} ms each, nearly all of it queueing, reporting and writing");
        }
    }

    /// <summary>The second half of the studies is looked at: in the first one the process is still warming up.</summary>
    private static void RequireLevel(List<SiloMemory> memory)
    {
        SiloMemory middle = memory[(Batches / 2) - 1];
        SiloMemory end = memory[^1];
        int studies = StudyLoad.Count - (StudyLoad.Count / 2);
        Assert.True(end.Live - middle.Live <= studies * MostPerStudy, $"The managed heap grew by {(end.Live - middle.Live) / studies} bytes per ended study.");
        Assert.True(end.Unmanaged - middle.Unmanaged <= MostReserve, $"Memory outside the managed heap grew by {end.Unmanaged - middle.Unmanaged} bytes over {studies} ended studies.");
    }

    /// <summary>Memory once the ended studies have left it.</summary>
    private static async Task<SiloMemory> Rest(ClusterConnection cluster, SiloProcess silo)
    {
        IManagementGrain management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await ClusterConnection.Until("no study to be in memory", async () => (await management.GetActiveGrains(cluster.Study("any").GetGrainId().Type)).Count == 0);

        // What has finalizers goes with the second collection.
        await management.ForceGarbageCollection([]);
        await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, TestContext.Current.CancellationToken);
        await management.ForceGarbageCollection([]);
        return await SiloMemory.Of(silo);
    }
}
