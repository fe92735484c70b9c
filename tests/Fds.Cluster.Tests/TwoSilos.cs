using System.Diagnostics.CodeAnalysis;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

[assembly: SuppressMessage("Usage", "CA1816", Justification = "Fixtures have no finalisers.")]

namespace Fds.Cluster.Tests;

/// <summary>
/// Two silo processes of one slot each over a real PostgreSQL. Tests take them in turn: each puts back what it broke, by starting a
/// new process in place of a dead one.
/// </summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private static readonly string[] Quick =
    [
        "--Fds:Slots=1", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200", "--Fds:Registration=00:00:00.500",
        "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Cluster:SignOfLife=00:00:02",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly SiloProcess?[] silos = new SiloProcess?[2];
    private PostgreSqlServer? database;
    private StudyResult? undisturbed;

    /// <summary>The study that every test disturbs, of some seconds: other names give the same numbers.</summary>
    internal static StudySubmission Subject(string name) => Studies.Small(name, outerSteps: 3, innerSteps: 200);

    /// <summary>Time that a silo has to answer a probe: 1 s here, so that tests are quick; <c>FDS_PROBE_TIMEOUT</c> names another, e.g. the default, 00:00:05.</summary>
    internal static string ProbeTimeout { get; } = Environment.GetEnvironmentVariable("FDS_PROBE_TIMEOUT") is { Length: > 0 } named ? named : "00:00:01";

    internal PostgreSqlServer Database => database!;

    internal SiloProcess[] Silos => [.. silos.OfType<SiloProcess>()];

    /// <summary>The gateways, as the console takes them.</summary>
    internal string Gateways => string.Join(',', Silos.Select(silo => silo.Gateway));

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlServer.WhyImpossible() is null)
        {
            database = await PostgreSqlServer.Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SiloProcess silo in Silos)
        {
            await silo.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>Skips the test where there can be no database.</summary>
    internal void RequireDatabase() => Assert.SkipWhen(database is null, PostgreSqlServer.WhyImpossible() ?? "");

    /// <summary>Both silos running, and a client that knows both.</summary>
    internal async Task<ClusterConnection> Ready()
    {
        RequireDatabase();
        await Repair();
        ClusterConnection cluster = await ClusterConnection.Open(Silos);
        await ClusterConnection.Until("two free slots", async () =>
        {
            PoolStatus pool = await cluster.Grains.GetGrain<ISchedulerGrain>("cpu").GetStatus();
            return pool.Devices.Count(device => device.Current is null && !device.Draining) == 2 && pool.Devices.Length == 2;
        });
        return cluster;
    }

    /// <summary>Starts a process in place of every one that has ended.</summary>
    internal async Task Repair()
    {
        for (int i = 0; i < silos.Length; i++)
        {
            if (silos[i] is { HasExited: true } dead)
            {
                await dead.DisposeAsync();
                silos[i] = null;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, silos.Length).Where(i => silos[i] is null).Select(async i => silos[i] = await Start($"silo-{i}")));
        Assert.All(Silos, silo => Assert.True(silo.IsReady, silo.Handshake.ToString()));
    }

    /// <summary>The silo at which a grain or a run is.</summary>
    internal SiloProcess At(string address) => Silos.Single(silo => address.Contains($":{silo.SiloPort}", StringComparison.Ordinal) || address.StartsWith(silo.Name, StringComparison.Ordinal));

    internal SiloProcess Other(SiloProcess silo) => Silos.Single(other => other != silo);

    /// <summary>How the subject ends when nothing happens to it.</summary>
    internal async Task<StudyResult> Undisturbed(ClusterConnection cluster)
    {
        if (undisturbed is null)
        {
            await cluster.Study("undisturbed").Submit(Subject("undisturbed"));
            undisturbed = await cluster.Result("undisturbed");
            Assert.Equal(StudyState.Succeeded, undisturbed.Status.State);
        }

        return undisturbed;
    }

    private Task<SiloProcess> Start(string name) => SiloProcess.Start(
        folder[name], settings: [$"--Fds:SiloName={name}", $"--Fds:Cluster:ConnectionString={Database.ConnectionString}", $"--Fds:Cluster:ProbeTimeout={ProbeTimeout}", .. Quick]);
}
