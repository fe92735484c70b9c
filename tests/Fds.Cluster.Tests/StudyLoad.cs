using System.Diagnostics;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Many studies of milliseconds at once, of a few kinds that each must have one outcome.</summary>
internal sealed class StudyLoad(ClusterConnection cluster, ITestOutputHelper output)
{
    private const string Prefix = "load-";
    private const int OuterSteps = 2;
    private const int Seeds = 2;
    private const int Distinct = 7;
    private const int AtOnce = 50;
    private const int Default = 200;

    /// <summary>How many studies there are: FDS_LOAD_STUDIES, at least two of each kind.</summary>
    public static int Count => int.TryParse(Environment.GetEnvironmentVariable("FDS_LOAD_STUDIES"), out int count) && count >= 2 * Distinct ? count : Default;

    /// <summary>Submits studies and waits until all up to the last have succeeded.</summary>
    public async Task Drain(int from, int to)
    {
        Stopwatch watch = Stopwatch.StartNew();
        foreach (int[] batch in Enumerable.Range(from, to - from).Chunk(AtOnce))
        {
            // One whose answer was lost is told that it was resumed.
            await Task.WhenAll(batch.Select(async number =>
                Assert.NotEqual(SubmitOutcome.Conflict, (await cluster.Study(Name(number)).Submit(Studies.Quadratic(Name(number), OuterSteps, Seeds, number % Distinct))).Outcome)));
        }

        double submitted = watch.Elapsed.TotalSeconds;
        await ClusterConnection.Until($"{to} studies to have succeeded", async () => (await List()).Count(study => study.State == StudyState.Succeeded) == to, seconds: 600);
        output.WriteLine($"studies {from} to {to}: submitted in {submitted:F1} s, drained {watch.Elapsed.TotalSeconds:F1} s after the first was, {(to - from) / watch.Elapsed.TotalSeconds:F1} per second");
    }

    /// <summary>Every study once, with the outcome and the cost of the one of its kind: a report that counted twice or got lost would show.</summary>
    public async Task RequireEveryStudyOnce()
    {
        Assert.Equal(Enumerable.Range(0, Count).Select(Name).Order(StringComparer.Ordinal), (await List()).Select(study => study.Name));
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

    private async Task<List<StudySummary>> List()
    {
        List<StudySummary> studies = [];
        for (string? from = Prefix; from is not null;)
        {
            StudyPage page = await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(from, 1000);
            studies.AddRange(page.Studies.Where(study => study.Name.StartsWith(Prefix, StringComparison.Ordinal)));
            from = page.Next;
        }

        return studies;
    }

    private static string Name(int number) => $"{Prefix}{number:00000}";
}
