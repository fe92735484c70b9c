using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Cluster.Tests.Security;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Two silo processes with a data folder each, under mutual TLS over PostgreSQL, and a third that joins later: a file that a console puts reaches all of them.</summary>
public sealed class DataSpreadTests(SharedDatabase database, ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_OnAGuardedClusterOfTwo_ReachesBothAndWhoeverJoins_AndAStudyReadsItEverywhere()
    {
        string connection = await database.Schema("spread");
        using TemporaryFolder folder = new();
        TestCertificates certificates = new(folder);
        string[] tls = certificates.Silo();
        string[] options = certificates.Client();
        await using ServerSilo first = await Start("a");
        await using ServerSilo second = await Start("b");
        string[] gateways = ["--cluster", $"{first.Gateway},{second.Gateway}", .. options];
        string table = DataFiles.WriteTable(folder["rows.csv"], seed: 3);
        byte[] content = await File.ReadAllBytesAsync(table, Stop);

        ConsoleEnd put = await Run(0, "data", "put", table, "-o", "json");
        Assert.Contains("rows.csv is at all silos that are up (2)", put.Talk, StringComparison.Ordinal);
        Assert.Equal(["a Here", "b Here"], JsonDocument.Parse(put.Output).RootElement[0].GetProperty("silos").EnumerateArray().Select(silo => $"{silo.GetProperty("silo")} {silo.GetProperty("condition")}"));
        Assert.Equal(content, await File.ReadAllBytesAsync(At("a"), Stop));
        Assert.Equal(content, await File.ReadAllBytesAsync(At("b"), Stop));
        Assert.Single(new[] { first.Log, second.Log }, log => log.Contains("it came from a console", StringComparison.Ordinal));
        Assert.Single(new[] { first.Log, second.Log }, log => log.Contains("it came from the silo ", StringComparison.Ordinal));

        // One whose copy is lost gets it back before its run reads it; both run a replica.
        File.Delete(At("b"));
        await Run(0, "submit", "-f", DataFiles.WriteStudy(folder["both.yaml"], "both", "rows.csv", steps: 3), "--wait");
        Assert.Equal(content, await File.ReadAllBytesAsync(At("b"), Stop));
        Assert.Matches(@"Device b/0 reported both/\S*.*: Completed", second.Log);

        // A silo that joins gets it by itself.
        await using ServerSilo third = await Start("c");
        await ClusterConnection.Until("the file to be at the silo that joined", () => Task.FromResult(File.Exists(At("c"))));
        Assert.Equal(content, await File.ReadAllBytesAsync(At("c"), Stop));
        Assert.Matches(@"rows\.csv +\d+ +\S+Z +3 of 3", (await Run(0, "data", "list")).Output);

        // What another has put there by hand stays, and whoever asks is told.
        await File.WriteAllTextAsync(At("c"), "a,y\n1,2\n", Stop);
        ConsoleEnd partly = await Run(1, "data", "put", table);
        Assert.Contains("rows.csv is in the cluster already with other content, at c.", partly.Talk, StringComparison.Ordinal);
        await Run(0, "data", "put", table, "--force");
        Assert.Equal(content, await File.ReadAllBytesAsync(At("c"), Stop));

        // Nobody has it any more: a study that needs it says so in plain words.
        foreach (string name in (string[])["a", "b", "c"])
        {
            File.Delete(At(name));
        }

        await Run(0, "submit", "-f", DataFiles.WriteStudy(folder["without.yaml"], "without", "rows.csv", steps: 1));
        await Run(1, "wait", "without", "--timeout", "60s");
        string described = (await Run(0, "describe", "without")).Output;
        Assert.Matches("rows\\.csv was put into the cluster, but the silo [abc] does not have it, and gets it from no other silo.*Run 'fds data put' again", described);

        // Putting it again completes all of them.
        Assert.Contains("rows.csv is at all silos that are up (3)", (await Run(0, "data", "put", table)).Talk, StringComparison.Ordinal);
        Assert.All((string[])["a", "b", "c"], name => Assert.Equal(content, File.ReadAllBytes(At(name))));

        string At(string name) => Path.Combine(folder[$"data-{name}"], "rows.csv");

        Task<ServerSilo> Start(string name)
        {
            Directory.CreateDirectory(folder[$"data-{name}"]);
            return ServerSilo.Start(
                folder[$"state-{name}"],
                [
                    $"--Fds:SiloName={name}", $"--Fds:Data={folder[$"data-{name}"]}", $"--Fds:Cluster:ConnectionString={connection}", "--Fds:Cluster:AdvertisedAddress=127.0.0.1",
                    $"--Fds:Checkpoints={folder["checkpoints"]}", "--Fds:Heartbeat=00:00:00.200", "--Fds:Registration=00:00:00.500", "--Fds:AttemptsPerReplica=2", "--Fds:MaxMessageBytes=65536", .. tls,
                ]);
        }

        async Task<ConsoleEnd> Run(int exitCode, params string[] arguments)
        {
            ConsoleEnd end = await ConsoleHere.Run([.. arguments, .. gateways]);
            output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Output}{end.Talk}");
            Assert.Equal(exitCode, end.ExitCode);
            return end;
        }
    }
}
