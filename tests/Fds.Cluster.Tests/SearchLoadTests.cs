using System.Diagnostics;
using System.Globalization;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What a search of many trials costs its coordinator; what is measured is written to the test's output.</summary>
public sealed class SearchLoadTests(ITestOutputHelper output)
{
    private const string Name = "many-trials";
    private const int Default = 600;

    /// <summary>What a study's state may come to: its latest events, and trials that fill no page. It would be more with all 600 in it.</summary>
    private const long MostBytes = 160 << 10;

    private static readonly int[] Milestones = [100, 300, 600, 1_000, 3_000, 10_000];

    /// <summary>How many trials there are: FDS_LOAD_TRIALS, by the method FDS_LOAD_METHOD.</summary>
    private static int Trials => int.TryParse(Environment.GetEnvironmentVariable("FDS_LOAD_TRIALS"), out int count) && count >= Milestones[0] ? count : Default;

    private static StudyMethod Method => Enum.TryParse(Environment.GetEnvironmentVariable("FDS_LOAD_METHOD"), ignoreCase: true, out StudyMethod method) ? method : StudyMethod.Random;

    [Fact]
    public async Task Search_OfManyTrials_CountsEachOnceAndKeepsItsWritesShort()
    {
        using TemporaryFolder folder = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Logging:LogLevel:Default=Warning"]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        long most = 0;
        await cluster.Study(Name).Submit(Studies.Search(Name, Method, Trials));
        foreach (int milestone in Milestones.Where(milestone => milestone <= Trials))
        {
            Sample before = await At(cluster, silo, folder.Path, milestone * 9 / 10);
            Sample after = await At(cluster, silo, folder.Path, milestone);
            output.WriteLine(Describe(before, after));
            most = Math.Max(most, after.Bytes);
        }

        await cluster.WaitFor(Name, "its end", status => status.State != StudyState.Running);
        Stopwatch watch = Stopwatch.StartNew();
        StudyResult result = (await cluster.Study(Name).GetResult())!;
        output.WriteLine($"results of {Trials} trials in {watch.Elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(Enumerable.Range(0, Trials), result.Methods.Single().Trials.Select(trial => trial.Number).Order());
        Assert.InRange(most, 1, MostBytes);
    }

    /// <summary>The study once so many trials are in.</summary>
    private static async Task<Sample> At(ClusterConnection cluster, SiloProcess silo, string folder, int trials)
    {
        StudyStatus status = await cluster.WaitFor(Name, $"{trials} trials", now => now.Trials >= trials || now.State != StudyState.Running, seconds: 3_000);
        using HttpClient http = new();
        string[] metrics = (await http.GetStringAsync(silo.Metrics, TestContext.Current.CancellationToken)).Split('\n');
        double Sum(string suffix) => metrics
            .Where(line => line.StartsWith($"orleans_storage_write_latency_milliseconds_{suffix}{{", StringComparison.Ordinal) && line.Contains("state_name=\"study\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf("} ", StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
        long bytes = new DirectoryInfo(Path.Combine(folder, "study")).EnumerateFiles("*.state").Sum(file => file.Length);
        return new(status.Trials, Stopwatch.GetTimestamp(), Sum("count"), Sum("sum"), bytes);
    }

    private static string Describe(Sample before, Sample after)
    {
        int trials = Math.Max(1, after.Trials - before.Trials);
        double writes = Math.Max(1, after.Writes - before.Writes);
        double seconds = Stopwatch.GetElapsedTime(before.Time, after.Time).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"trials {before.Trials} to {after.Trials}: {1000 * seconds / trials:F1} ms each, {writes / trials:F1} writes each, {(after.WriteMilliseconds - before.WriteMilliseconds) / writes:F1} ms a write, {after.Bytes} bytes a write");
    }

    private sealed record Sample(int Trials, long Time, double Writes, double WriteMilliseconds, long Bytes);
}
