using System.Diagnostics;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// Many studies of milliseconds at once. FDS_LOAD_STUDIES says how many (200 by default); what is measured is written to the test's output.
/// </summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int OuterSteps = 2;
    private const int Seeds = 2;
    private const int Distinct = 7;
    private const int AtOnce = 50;
    private const long Mebibyte = 1 << 20;

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("FDS_LOAD_STUDIES"), out int count) && count >= 2 * Distinct ? count : 200;

    [Fact]
    public async Task Queue_OfManyStudies_DrainsWithoutLossOrDuplicateAndLeavesNothingInMemory()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:EndedStudyIdle=00:00:01", "--Logging:LogLevel:Default=Warning"]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        int half = Count / 2;
        await Drain(cluster, 0, half);
        long early = await RestingBytes(cluster, silo);
        await Drain(cluster, half, Count);
        long late = await RestingBytes(cluster, silo);

        output.WriteLine($"resident memory {early / Mebibyte} MiB after {half} studies, {late / Mebibyte} MiB after {Count}");
        await RequireEveryStudyOnce(cluster);
        PoolStatus pool = await cluster.Grains.GetGrain<ISchedulerGrain>("cpu").GetStatus();
        Assert.Equal((0, 2), (pool.QueueLength, pool.Devices.Count(device => device.Current is null)));
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

    private async Task Drain(ClusterConnection cluster, int from, int to)
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (int[] batch in Enumerable.Range(from, to - from).Chunk(AtOnce))
        {
            await Task.WhenAll(batch.Select(async number =>
                Assert.Equal(SubmitOutcome.Accepted, (await cluster.Study(Name(number)).Submit(Studies.Quadratic(Name(number), OuterSteps, Seeds, number % Distinct))).Outcome)));
        }

        double submitted = watch.Elapsed.TotalSeconds;
        await Until(async () => (await List(cluster)).Count(study => study.State == StudyState.Succeeded) == to, () => $"{to} studies have succeeded");
        output.WriteLine($"studies {from} to {to}: submitted in {submitted:F1} s, drained {watch.Elapsed.TotalSeconds:F1} s after the first was, {(to - from) / watch.Elapsed.TotalSeconds:F1} per second");
    }

    /// <summary>Resident memory once the ended studies have left it.</summary>
    private static async Task<long> RestingBytes(ClusterConnection cluster, SiloProcess silo)
    {
        IManagementGrain management = cluster.Grains.GetGrain<IManagementGrain>(0);
        await Until(async () => (await management.GetActiveGrains(cluster.Study("any").GetGrainId().Type)).Count == 0, () => "no study is in memory");
        await management.ForceGarbageCollection([]);
        return silo.ResidentBytes;
    }

    /// <summary>Every study once, with the outcome and the cost of the one of its seed: a report that counted twice or got lost would show.</summary>
    private static async Task RequireEveryStudyOnce(ClusterConnection cluster)
    {
        Assert.Equal(Enumerable.Range(0, Count).Select(Name).Order(StringComparer.Ordinal), (await List(cluster)).Select(study => study.Name));
        Dictionary<int, string> outcomes = [];
        foreach (int[] batch in Enumerable.Range(0, Count).Chunk(AtOnce))
        {
            StudyResult[] results = await Task.WhenAll(batch.Select(async number => (await cluster.Study(Name(number)).GetResult())!));
            for (int i = 0; i < batch.Length; i++)
            {
                string outcome = Outcome(results[i]);
                Assert.Equal(outcomes.TryGetValue(batch[i] % Distinct, out string? known) ? known : outcomes[batch[i] % Distinct] = outcome, outcome);
            }
        }

        Assert.Equal(Distinct, outcomes.Values.Distinct().Count());
    }

    private static string Outcome(StudyResult result)
    {
        Assert.Equal((OuterSteps, StudyState.Succeeded), (result.OuterSteps.Length, result.Status.State));
        Assert.All(result.OuterSteps, step => Assert.Equal((Seeds, Seeds), (step.Contributing, step.Replicas.Length)));
        return $"{result.Status.GradientSteps:R} {string.Join(' ', result.OuterSteps.SelectMany(step => step.Readings).Select(reading => $"{reading.NextValue:R} {reading.Hypergradient:R}"))}";
    }

    private static async Task<List<StudySummary>> List(ClusterConnection cluster)
    {
        List<StudySummary> studies = [];
        for (string? from = ""; from is not null;)
        {
            StudyPage page = await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(from, 1000);
            studies.AddRange(page.Studies);
            from = page.Next;
        }

        return studies;
    }

    private static string Name(int number) => $"load-{number:00000}";

    private static async Task Until(Func<Task<bool>> holds, Func<string> what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(10), $"Waited {watch.Elapsed} until {what()}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
