using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// Two silo processes of one slot each over a real PostgreSQL. Tests take them in turn: each puts back what it broke, by starting a
/// new process in place of a dead one.
/// </summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private const int LogTail = 40;
    private readonly TemporaryFolder folder = new();
    private readonly SiloProcess?[] silos = new SiloProcess?[2];
    private PostgreSqlServer? database;
    private StudyResult? undisturbed;

    /// <summary>The study that every test disturbs, of some seconds: other names give the same numbers.</summary>
    internal static StudySubmission Subject(string name) => Studies.Small(name, outerSteps: 4, innerSteps: 250);

    /// <summary>How failures are detected, for messages.</summary>
    internal static string DetectionSettings => QuickCluster.Detection is [] ? "default failure detection" : string.Join(' ', QuickCluster.Detection);

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
        try
        {
            await ClusterConnection.Until("two free slots", async () =>
            {
                PoolStatus pool = await cluster.Grains.GetGrain<ISchedulerGrain>("cpu").GetStatus();
                return pool.Devices.Length == 2 && pool.Devices.All(device => device.Current is null && !device.Draining);
            });
            return cluster;
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(await LastWords(), e);
        }
    }

    /// <summary>Ends both silos, so that the next test has new ones.</summary>
    /// <returns>The ends of their logs.</returns>
    internal async Task<string> LastWords()
    {
        SiloProcess[] ending = Silos;
        await Task.WhenAll(ending.Select(silo => silo.Kill()));
        return string.Join(Environment.NewLine, await Task.WhenAll(ending.Select(async silo => $"{silo.Name}: {string.Join(Environment.NewLine, (await silo.Errors).Split('\n').TakeLast(LogTail))}")));
    }

    /// <summary>Ends all silos and starts them anew; what is started after that is the program under test again.</summary>
    /// <param name="program">A silo's program; null: the one under test.</param>
    internal async Task Begin(string? program)
    {
        await Task.WhenAll(Silos.Select(silo => silo.Kill()));
        await Repair(program);
    }

    /// <summary>Starts a process in place of every one that has ended.</summary>
    internal async Task Repair(string? program = null)
    {
        for (int i = 0; i < silos.Length; i++)
        {
            if (silos[i] is { HasExited: true } dead)
            {
                await dead.DisposeAsync();
                silos[i] = null;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, silos.Length).Where(i => silos[i] is null).Select(async i => silos[i] = await Start($"silo-{i}", program)));
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

    private Task<SiloProcess> Start(string name, string? program) => SiloProcess.Start(
        folder[name], program, [$"--Fds:SiloName={name}", $"--Fds:Cluster:ConnectionString={Database.ConnectionString}", .. QuickCluster.Settings, .. QuickCluster.Detection]);
}
