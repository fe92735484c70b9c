using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Files that consoles put into the data folder of one real silo.</summary>
public sealed class DataFileTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_OfATable_LetsAStudyTrainOnIt_AndIsSentOnce()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await Start(folder);
        string table = WriteTable(folder, "rows.csv", seed: 1);

        ConsoleEnd put = await Run(silo, 0, "data", "put", table, "--as", "tables/rows.csv");
        Assert.Contains("fds: tables/rows.csv is at all silos that are up (1)", put.Talk, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(table, Stop), await File.ReadAllBytesAsync(Path.Combine(folder["data"], "tables/rows.csv"), Stop));
        Assert.Contains("already, with the same content; it is not sent again", (await Run(silo, 0, "data", "put", table, "--as", "tables/rows.csv")).Talk, StringComparison.Ordinal);

        JsonElement listed = JsonDocument.Parse((await Run(silo, 0, "data", "list", "-o", "json")).Output).RootElement[0];
        Assert.Equal(("tables/rows.csv", Sha256(table)), (listed.GetProperty("file").GetProperty("path").GetString(), listed.GetProperty("file").GetProperty("sha256").GetString()));
        Assert.Equal("tables/rows.csv\n", (await Run(silo, 0, "data", "list", "-o", "name")).Output);

        // While a study that reads it has not ended, it stays as it is, whatever is asked.
        await Run(silo, 0, "submit", "-f", WriteStudy(folder, "own-table", "tables/rows.csv", steps: 1000));
        string other = WriteTable(folder, "other.csv", seed: 2);
        string target = "";
        await ClusterConnection.Until("the data to be described", async () => (target = await Target("own-table")).Length > 0);
        Assert.Contains("is in the cluster already with other content, at only. Replace it with --force", (await Run(silo, 1, "data", "put", other, "--as", "tables/rows.csv")).Talk, StringComparison.Ordinal);
        Assert.Contains("tables/rows.csv is read by studies that have not ended: own-table.", (await Run(silo, 1, "data", "put", other, "--as", "tables/rows.csv", "--force")).Talk, StringComparison.Ordinal);
        Assert.Contains("tables/rows.csv is read by studies that have not ended: own-table.", (await Run(silo, 1, "data", "remove", "tables/rows.csv")).Talk, StringComparison.Ordinal);
        await Run(silo, 0, "cancel", "own-table");

        await Run(silo, 0, "data", "put", other, "--as", "tables/rows.csv", "--force");
        await Run(silo, 0, "submit", "-f", WriteStudy(folder, "short", "tables/rows.csv", steps: 1), "--wait");
        Assert.NotEqual(target, await Target("short"));
        await Run(silo, 0, "data", "remove", "tables/rows.csv");
        Assert.False(File.Exists(Path.Combine(folder["data"], "tables/rows.csv")));
        Assert.Contains("no file 'tables/rows.csv' was put into the cluster", (await Run(silo, 2, "data", "remove", "tables/rows.csv")).Talk, StringComparison.Ordinal);
        await RequireCounts(silo, "fds_data_files[a-z_]*{[^}]*outcome=\"stored\"[^}]*source=\"console\"[^}]*} 2", "fds_data_files[a-z_]*{[^}]*source=\"console\"[^}]*outcome=\"stored\"[^}]*} 2");
        string log = await silo.Kill();
        Assert.Contains($"Data file tables/rows.csv of {new FileInfo(table).Length} bytes with SHA-256 {Sha256(table)} was stored in {folder["data"]}; it came from a console", log, StringComparison.Ordinal);

        async Task<string> Target(string study) => (await ConsoleHere.Run("describe", study, "--cluster", silo.Gateway)).Output.Split('\n').FirstOrDefault(line => line.StartsWith("target: y", StringComparison.Ordinal)) ?? "";
    }

    [Fact]
    public async Task Put_OfWhatMayNotBeTaken_SaysWhyAndChangesNothing()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["elsewhere"]);
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateSymbolicLink(Path.Combine(folder["data"], "out"), folder["elsewhere"]);
        Directory.CreateDirectory(Path.Combine(folder["data"], "taken.csv"));
        await File.WriteAllTextAsync(Path.Combine(folder["data"], "file"), "x", Stop);
        await using ServerSilo silo = await Start(folder, "--Fds:MaxDataFileBytes=100000");
        string small = WriteTable(folder, "small.csv", seed: 1);
        await File.WriteAllBytesAsync(folder["large.bin"], new byte[100_001], Stop);
        string[] before = Everything(folder["data"]);

        await Refuse(1, "a link on its path leads out of the data folder", small, "--as", "out/x.csv");
        await Refuse(1, "the silo only does not take large.bin: it has 100001 bytes, and the silo takes files of at most 100000 (Fds:MaxDataFileBytes).", folder["large.bin"]);
        await Refuse(1, "it is a .NET assembly, and the silo loads none (Fds:AllowAssemblies).", small, "--as", "net.DLL");
        await Refuse(1, "a part of its path is a file", small, "--as", "file/x.csv");
        await Refuse(1, "taken.csv is in the cluster already with other content", small, "--as", "taken.csv");
        await Refuse(2, "Remove every '..' from it.", small, "--as", "../x.csv");
        await Refuse(2, "must be relative to that folder", small, "--as", "/x.csv");
        await Refuse(2, "there is no such file", folder["absent.csv"]);
        Assert.Equal(before, Everything(folder["data"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["elsewhere"]));

        // Whatever a console checks, the silo checks again.
        await using ClusterConnection cluster = await ClusterConnection.Open(silo.Gateway);
        IDataFolderGrain direct = cluster.Grains.GetGrain<IDataFolderGrain>("only/data");
        foreach (string path in (string[])["../x", "/etc/x", ".fds-put-x", "a//b", ""])
        {
            await Assert.ThrowsAsync<DataRefusedException>(() => direct.Begin(Guid.NewGuid(), Described(path)));
            await Assert.ThrowsAsync<DataRefusedException>(() => cluster.Grains.GetGrain<IDataFilesGrain>(0).Add(Described(path)));
        }

        Assert.Equal(before, Everything(folder["data"]));

        async Task Refuse(int code, string message, params string[] arguments) =>
            Assert.Contains(message, (await Run(silo, code, ["data", "put", .. arguments])).Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_ThatIsDamagedOrBreaksOff_LeavesNothing_AlsoAfterItsSiloIsKilled()
    {
        using TemporaryFolder folder = new();
        ServerSilo silo = await Start(folder, "--Fds:DataUploadIdle=00:00:02");
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        DataFile file = Described("new/folder/x.bin") with { Bytes = content.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };
        await using (silo)
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silo.Gateway);
            IDataFolderGrain direct = cluster.Grains.GetGrain<IDataFolderGrain>("only/data");

            // Damaged on its way: the checksum does not fit.
            Guid damaged = Guid.NewGuid();
            await direct.Begin(damaged, file);
            byte[] wrong = [.. content];
            wrong[77]++;
            Assert.Equal(content.Length, await direct.Write(damaged, 0, wrong));
            DataRefusedException refusal = await Assert.ThrowsAsync<DataRefusedException>(() => direct.Finish(damaged, file));
            Assert.Contains("It was changed or damaged on its way. Nothing of it was kept.", refusal.Message, StringComparison.Ordinal);
            Assert.Empty(Everything(folder["data"]));

            // Too short, and out of order.
            Guid tooShort = Guid.NewGuid();
            await direct.Begin(tooShort, file);
            await direct.Write(tooShort, 0, content[..1000]);
            Assert.Equal(1000, await direct.Write(tooShort, 0, content[..1000]));
            Assert.Contains("1000 bytes of 300000 have arrived", (await Assert.ThrowsAsync<DataRefusedException>(() => direct.Finish(tooShort, file))).Message, StringComparison.Ordinal);
            Guid disorder = Guid.NewGuid();
            await direct.Begin(disorder, file);
            await Assert.ThrowsAsync<DataRefusedException>(() => direct.Write(disorder, 500, content[..1000]));
            Assert.Empty(Everything(folder["data"]));

            // Nothing comes any more.
            Guid idle = Guid.NewGuid();
            await direct.Begin(idle, file);
            await direct.Write(idle, 0, content[..1000]);
            Assert.NotEmpty(Everything(folder["data"]));
            await ClusterConnection.Until("the idle upload to be dropped", () => Task.FromResult(Everything(folder["data"]).Length == 0));
            await Assert.ThrowsAsync<DataRefusedException>(() => direct.Write(idle, 1000, content[1000..]));

            // The silo is killed in the middle.
            Guid killed = Guid.NewGuid();
            await direct.Begin(killed, file);
            await direct.Write(killed, 0, content[..1000]);
            await silo.Kill();
            Assert.Contains(Everything(folder["data"]), path => path.Contains(".fds-put-only-", StringComparison.Ordinal));
        }

        await File.WriteAllTextAsync(Path.Combine(folder["data"], ".fds-put-another-1"), "another silo's, which shares the folder", Stop);
        await using ServerSilo again = await Start(folder);
        await ClusterConnection.Until("what is left to be removed", () => Task.FromResult(!Everything(folder["data"]).Any(path => path.Contains("only", StringComparison.Ordinal))));
        Assert.Contains(".fds-put-another-1", Everything(folder["data"]));
        await ClusterConnection.Until("the log to say so", () => Task.FromResult(again.Log.Contains($"uploads that broke off were removed from {folder["data"]}: 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Put_ThatIsInterrupted_LeavesNothing_AndGoesThroughWhenItIsRunAgain()
    {
        using TemporaryFolder folder = new();
        await using ServerSilo silo = await Start(folder);
        await WriteLarge(folder["large.bin"], mebibytes: 400);
        using ConsoleProcess console = ConsoleProcess.Start("data", "put", folder["large.bin"], "--cluster", silo.Gateway);
        await ClusterConnection.Until("the upload to be under way", () => Task.FromResult(Everything(folder["data"]).Any(path => path.Contains(".fds-put-", StringComparison.Ordinal))));
        await console.Signal("TERM");
        ConsoleEnd end = await console.WaitForExit();
        output.WriteLine(end.Talk);
        Assert.Equal(130, end.ExitCode);
        await ClusterConnection.Until("nothing to be left", () => Task.FromResult(Everything(folder["data"]).Length == 0));

        long started = TimeProvider.System.GetTimestamp();
        await Run(silo, 0, "data", "put", folder["large.bin"]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"400 MiB in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s"));
        Assert.Equal(["large.bin"], Everything(folder["data"]));
    }

    [Fact]
    public async Task Put_WhereTheFolderCannotTakeIt_IsOneClearSentence()
    {
        using TemporaryFolder folder = new();
        string disk = Directory.CreateDirectory(folder["data"]).FullName;
        Assert.SkipUnless(await Mount("mount", "-t", "tmpfs", "-o", "size=4m", "fds-test", disk), "No disk of its own can be made here: that takes root.");
        try
        {
            await using ServerSilo silo = await Start(folder);
            await WriteLarge(folder["large.bin"], mebibytes: 5);
            string full = (await Run(silo, 1, "data", "put", folder["large.bin"])).Talk;
            Assert.Matches($@"the silo only does not take large\.bin: the disk {disk} \(tmpfs, 4\.0 of 4\.0 MiB free\) has no room for its 5\.0 MiB\.", full);

            // Room at the beginning, none in the middle.
            await using ClusterConnection cluster = await ClusterConnection.Open(silo.Gateway);
            IDataFolderGrain direct = cluster.Grains.GetGrain<IDataFolderGrain>("only/data");
            Guid upload = Guid.NewGuid();
            DataFile file = Described("x.bin") with { Bytes = 3 << 20 };
            await direct.Begin(upload, file);
            await WriteLarge(Path.Combine(disk, "other"), mebibytes: 3);
            byte[] piece = new byte[1 << 20];
            DataRefusedException refusal = await Assert.ThrowsAsync<DataRefusedException>(async () =>
            {
                for (long sent = 0; sent < file.Bytes; sent += piece.Length)
                {
                    await direct.Write(upload, sent, piece);
                }

                await direct.Finish(upload, file);
            });
            Assert.Matches($@"x\.bin cannot be stored in {disk}: the disk {disk} \(tmpfs, \d\.\d of 4\.0 MiB free\) is full\. Nothing of it was kept\.", refusal.Message);
            Assert.Equal(["other"], Everything(disk));

            Assert.True(await Mount("mount", "-o", "remount,ro", disk));
            Assert.Contains($"it cannot write into its data folder {disk}: the disk {disk} can only be read.", (await Run(silo, 1, "data", "put", WriteTable(folder, "t.csv", 1))).Talk, StringComparison.Ordinal);
        }
        finally
        {
            await Mount("umount", "--lazy", disk);
        }
    }

    private static DataFile Described(string path) => new() { Path = path, Bytes = 10, Sha256 = new('0', 64) };

    private static string[] Everything(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true }).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static Task<ServerSilo> Start(TemporaryFolder folder, params string[] settings)
    {
        Directory.CreateDirectory(folder["data"]);
        return ServerSilo.Start(folder["state"], ["--Fds:SiloName=only", $"--Fds:Data={folder["data"]}", .. settings]);
    }

    private static async Task WriteLarge(string path, int mebibytes)
    {
        byte[] piece = new byte[1 << 20];
        await using FileStream file = File.Create(path);
        for (int i = 0; i < mebibytes; i++)
        {
            await file.WriteAsync(piece, Stop);
        }
    }

    private static string WriteTable(TemporaryFolder folder, string name, int seed) => DataFiles.WriteTable(folder[name], seed);

    private static string WriteStudy(TemporaryFolder folder, string name, string path, int steps) => DataFiles.WriteStudy(folder[$"{name}.yaml"], name, path, steps);

    private static async Task<bool> Mount(string program, params string[] arguments)
    {
        using System.Diagnostics.Process mount = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync(Stop);
        return mount.ExitCode == 0;
    }

    private static async Task RequireCounts(ServerSilo silo, params string[] anyOf)
    {
        using HttpClient http = new();
        string metrics = "";
        await ClusterConnection.Until(
            "the counters",
            async () => anyOf.Any(pattern => System.Text.RegularExpressions.Regex.IsMatch(metrics = http.GetStringAsync(silo.Metrics, Stop).GetAwaiter().GetResult(), pattern)),
            where: () => string.Join(Environment.NewLine, metrics.Split('\n').Where(line => line.StartsWith("fds_data", StringComparison.Ordinal))));
    }

    private async Task<ConsoleEnd> Run(ServerSilo silo, int exitCode, params string[] arguments)
    {
        ConsoleEnd end = await ConsoleHere.Run([.. arguments, "--cluster", silo.Gateway]);
        output.WriteLine($"fds {string.Join(' ', arguments)}: {end.ExitCode}{Environment.NewLine}{end.Output}{end.Talk}");
        Assert.Equal(exitCode, end.ExitCode);
        return end;
    }
}
