namespace Fds.Observability.Tests.Live;

/// <summary>Two silo processes of one slot each over a real PostgreSQL, and a real Prometheus that scrapes both every second.</summary>
public sealed class ObservedCluster : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SiloProcess> silos = [];
    private PostgreSqlServer? database;
    private PrometheusServer? prometheus;

    /// <summary>When it began.</summary>
    internal DateTimeOffset Start { get; } = TimeProvider.System.GetUtcNow();

    internal IReadOnlyList<SiloProcess> Silos => silos;

    internal PostgreSqlServer Database => database!;

    internal PrometheusServer Prometheus => prometheus!;

    /// <summary>The rules that Prometheus evaluates, as a file's text.</summary>
    internal string Rules { get; init; } = ObservabilityFolder.Read("rules/fds.rules.yml");

    private string Gateways => string.Join(',', silos.Select(silo => silo.Gateway));

    internal static string? WhyImpossible => PostgreSqlServer.WhyImpossible() ?? Promtool.WhyImpossible();

    public async ValueTask InitializeAsync()
    {
        if (WhyImpossible is not null)
        {
            return;
        }

        database = await PostgreSqlServer.Start();
        Task<SiloProcess>[] starting = [.. Enumerable.Range(0, 2).Select(i => SiloProcess.Start(folder[$"silo-{i}"], settings: [$"--Fds:SiloName=silo-{i}", .. Settings(database)]))];
        await ((Task)Task.WhenAll(starting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Whichever came up ends with the test, also where the other did not.
        silos.AddRange(starting.Where(silo => silo.IsCompletedSuccessfully).Select(silo => silo.Result));
        await Task.WhenAll(starting);
        Assert.All(silos, silo => Assert.True(silo.IsReady, silo.Handshake.ToString()));
        prometheus = await PrometheusServer.Start(silos.Select(silo => silo.Metrics), Rules);
    }

    public async ValueTask DisposeAsync()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }

        foreach (SiloProcess silo in silos)
        {
            await silo.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder.Dispose();
    }

    /// <summary>Skips the test where there can be no such cluster.</summary>
    internal static void Require() => Assert.SkipWhen(WhyImpossible is not null, WhyImpossible ?? "");

    /// <summary>Submits a study file with the console.</summary>
    internal async Task Submit(string study)
    {
        string file = folder[$"{Guid.NewGuid()}.yaml"];
        await File.WriteAllTextAsync(file, study);
        await Run("submit", "-f", file);
    }

    /// <summary>Cancels a study with the console.</summary>
    internal Task Cancel(string study) => Run("cancel", study);

    /// <summary>Follows a study with the console, so that it asks every few seconds why its work waits; ends with what is returned.</summary>
    internal ConsoleProcess Watch(string study) => ConsoleProcess.Start("watch", study, "--cluster", Gateways);

    /// <summary>Polls until nothing is missing.</summary>
    /// <param name="missing">What is missing still.</param>
    /// <param name="seconds">How long to wait.</param>
    internal static async Task WaitUntilNone(Func<Task<IReadOnlyList<string>>> missing, int seconds)
    {
        long started = TimeProvider.System.GetTimestamp();
        IReadOnlyList<string> still = await missing();
        while (still.Count > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds, $"After {seconds} s, still missing:{Environment.NewLine}{string.Join(Environment.NewLine, still)}");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken);
            still = await missing();
        }
    }

    private async Task Run(params string[] command)
    {
        ConsoleEnd end = await ConsoleProcess.Run([.. command, "--cluster", Gateways]);
        Assert.True(end.ExitCode == 0, end.Talk);
    }

    private IEnumerable<string> Settings(PostgreSqlServer server) =>
    [
        $"--Fds:Cluster:ConnectionString={server.ConnectionString}", $"--Fds:Checkpoints={folder["checkpoints"]}", "--Fds:CheckpointInterval=00:00:01",
        .. QuickCluster.Settings, .. QuickCluster.Detection,
    ];
}
