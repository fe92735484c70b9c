using System.Globalization;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// Several small studies while one of two silos is killed every few seconds, chosen at random from a seed. It lasts half a minute;
/// <c>FDS_CHAOS_SECONDS</c> says longer and <c>FDS_CHAOS_SEED</c> another course.
/// </summary>
[Collection(TwoSilosTests.Name)]
public sealed class ChaosTests(TwoSilos silos, ITestOutputHelper output)
{
    private const int AtOnce = 3;
    private readonly List<string> names = [];

    [Fact]
    public async Task Studies_WhenSilosAreKilledAgainAndAgain_AllEndAsIfUndisturbed()
    {
        int seed = Setting("FDS_CHAOS_SEED", 1);
        TimeSpan length = TimeSpan.FromSeconds(Setting("FDS_CHAOS_SECONDS", 20));
        Random random = new(seed);
        ClusterConnection cluster = await silos.Ready();
        StudyResult expected = await silos.Undisturbed(cluster);
        long started = TimeProvider.System.GetTimestamp();
        int kills = 0;
        while (TimeProvider.System.GetElapsedTime(started) < length)
        {
            await TopUp(cluster);
            await Task.Delay(TimeSpan.FromSeconds(2 + (4 * random.NextDouble())), TimeProvider.System, TestContext.Current.CancellationToken);
            await silos.Silos[random.Next(2)].Kill();
            kills++;

            // A client knows the gateways it was made with; the new process has another.
            await cluster.DisposeAsync();
            await silos.Repair();
            cluster = await ClusterConnection.Open(silos.Silos);
        }

        foreach (string name in names)
        {
            Outcomes.AssertSame(expected, await cluster.Result(name));
        }

        await AssertAtRest(cluster);
        output.WriteLine($"seed {seed}: {names.Count} studies ended with the same bits over {kills} kills in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F0} s");
        await cluster.DisposeAsync();
    }

    /// <summary>Submits new studies in place of those that have ended.</summary>
    private async Task TopUp(ClusterConnection cluster)
    {
        int running = 0;
        foreach (string name in names)
        {
            StudyStatus status = await cluster.WaitFor(name, "any answer", _ => true);
            running += status.State == StudyState.Running ? 1 : 0;
        }

        for (; running < AtOnce; running++)
        {
            string name = $"chaos-{names.Count}";
            names.Add(name);
            await ClusterConnection.Until($"{name} to be taken", async () => (await cluster.Study(name).Submit(TwoSilos.Subject(name))).Outcome != SubmitOutcome.Conflict);
        }
    }

    /// <summary>Nothing queued, nothing leased, and the catalogue says so too.</summary>
    private async Task AssertAtRest(ClusterConnection cluster)
    {
        await cluster.UntilNoSlotIsLeased();
        await ClusterConnection.Until("the catalogue to list every study as ended", async () =>
        {
            StudyPage page = await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(null, 1000);
            return names.All(name => page.Studies.Single(study => study.Name == name).State == StudyState.Succeeded);
        });
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
