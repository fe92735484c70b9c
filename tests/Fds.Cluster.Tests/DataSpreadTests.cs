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

    [Fact]
    public async Task Put_WhoseSiloIsKilledInTheMiddle_SaysSo_AndRunAgainReachesAll()
    {
        string connection = await database.Schema("broken");
        using TemporaryFolder folder = new();
        string large = folder["large.bin"];
        await using (FileStream file = File.Create(large))
        {
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < 400; i++)
            {
                await file.WriteAsync(piece, Stop);
            }
        }

        ServerSilo victim = await Start("a");
        await using ServerSilo survivor = await Start("b");
        string gateways = $"{victim.Gateway},{survivor.Gateway}";
        await using (victim)
        {
            using ConsoleProcess console = ConsoleProcess.Start("data", "put", large, "--cluster", gateways);
            await ClusterConnection.Until("the upload to be under way", () => Task.FromResult(Left("a").Length > 0));
            await victim.Kill();
            ConsoleEnd end = await console.WaitForExit();
            output.WriteLine(end.Talk);
            Assert.Equal(1, end.ExitCode);
            Assert.Matches("large\\.bin could not be sent to the silo a: .*Nothing of it was kept. Run the command again.", end.Talk);
            Assert.Single(Left("a"));
        }

        await ClusterConnection.Until("the silo to be declared dead", async () => await database.Ask("SELECT count(*) FROM broken.fds_membership WHERE status = 6") == "1");
        ConsoleEnd again = await ConsoleHere.Run("data", "put", large, "--cluster", gateways);
        output.WriteLine(again.Talk);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("large.bin is at all silos that are up (1)", again.Talk, StringComparison.Ordinal);

        // It comes back, removes what was left, and gets the whole.
        await using ServerSilo back = await Start("a");
        await ClusterConnection.Until("the file to be at the silo that came back", () => Task.FromResult(new FileInfo(Path.Combine(folder["data-a"], "large.bin")) is { Exists: true, Length: 400 << 20 }));
        Assert.Empty(Left("a"));

        string[] Left(string name) => Directory.GetFiles(folder[$"data-{name}"], ".fds-put-*", new EnumerationOptions { AttributesToSkip = 0 });

        Task<ServerSilo> Start(string name)
        {
            Directory.CreateDirectory(folder[$"data-{name}"]);
            return ServerSilo.Start(
                folder[$"state-{name}"],
                $"--Fds:SiloName={name}", $"--Fds:Data={folder[$"data-{name}"]}", $"--Fds:Cluster:ConnectionString={connection}", "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Tls:Off=true",
                $"--Fds:Checkpoints={folder["checkpoints"]}", "--Fds:Cluster:ProbeTimeout=00:00:01", "--Fds:Cluster:SignOfLife=00:00:02", "--Fds:Registration=00:00:00.500");
        }
    }
}
