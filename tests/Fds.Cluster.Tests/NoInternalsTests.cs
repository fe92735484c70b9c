using System.Diagnostics;
using System.Text.RegularExpressions;
using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Whatever goes wrong, users read sentences: no stack frames, no exceptions, no types of the program.</summary>
public sealed class NoInternalsTests
{
    private const string NoDatabase = "--Fds:Cluster:ConnectionString=Host=127.0.0.1;Port=1;Username=fds";

    /// <summary>Arguments of a silo that cannot start, and a piece of the only line that it writes. {folder} is a folder of the case's own, with the file 'file'.</summary>
    public static TheoryData<string, string[]> SiloFaults => new()
    {
        { "Fds:Slots must be a whole number from 0 to 1024, but is 'abc'.", ["--Fds:Slots=abc"] },
        { "Fds:Slotz is no setting. Did you mean 'Slots'?", ["--Fds:Slotz=1", "--Fds:Storage={folder}/state"] },
        { "Fds:Tls:Off must be true or false, but is 'on'.", ["--Fds:Tls:Off=on"] },
        { "--Fds:Slots has no value", ["--Fds:Slots"] },
        { "'migrte' is no setting", ["migrte"] },
        { "The state folder {folder}/file cannot be used: it is a file.", ["--Fds:Storage={folder}/file"] },
        { "The state folder /proc/fds cannot be used: ", ["--Fds:Storage=/proc/fds"] },
        { "Fds:Tls:Authority: the file {folder}/ca.crt cannot be read: ", ["--Fds:Tls:Authority={folder}/ca.crt", "--Fds:Tls:Certificate={folder}/silo.crt", "--Fds:Tls:Key={folder}/silo.key"] },
        { "Fds:Tls:Authority: the file {folder}/file ", ["--Fds:Tls:Authority={folder}/file", "--Fds:Tls:Certificate={folder}/file", "--Fds:Tls:Key={folder}/file"] },
        { "Fds:Cluster:ConnectionString must be a PostgreSQL connection string", ["--Fds:Cluster:ConnectionString=Hots=db", "--Fds:Cluster:AdvertisedAddress=127.0.0.1"] },
        { "The database cannot be used: Failed to connect to 127.0.0.1:1.", [NoDatabase, "--Fds:Cluster:DatabaseWait=00:00:00", "--Fds:Cluster:AdvertisedAddress=127.0.0.1"] },
        { "The database cannot be used: Failed to connect to 127.0.0.1:1.", ["migrate", NoDatabase, "--Fds:Cluster:DatabaseWait=00:00:00"] },
        { "Fds:Cluster:DatabaseWait must be a time", ["migrate", NoDatabase, "--Fds:Cluster:DatabaseWait=soon"] },
        { "Fds:Cluster:AdvertisedAddress must be an IP address or a host name that is known here", [NoDatabase, "--Fds:Cluster:AdvertisedAddress=no-such-host.invalid"] },
        { "This silo would listen on 0.0.0.0:", [NoDatabase, "--Fds:Cluster:AdvertisedAddress=127.0.0.1", "--Fds:Cluster:ListenAddress=0.0.0.0"] },
        { "Configuration value 'Loud' ", ["--Logging:LogLevel:Default=Loud"] },
        { "Kestrel:Endpoints:Other:Url must be an address as http://127.0.0.1:9000, but is 'nonsense'.", ["--Kestrel:Endpoints:Other:Url=nonsense"] },
        { "Kestrel:Endpoints:Other:Url must be an address as http://127.0.0.1:9000, but is 'https://*:99999'.", ["--Kestrel:Endpoints:Other:Url=https://*:99999"] },
        { "Kestrel:Endpoints:Other:Url must be an address as http://127.0.0.1:9000, but there is none.", ["--Kestrel:Endpoints:Other:Protocols=Http1"] },
        { "", ["--Orleans:Clustering:ProviderType=Nothing"] },
        { "", ["--Logging:Console:FormatterName=xml", "--Fds:Storage=/proc/fds"] },
    };

    [Theory]
    [MemberData(nameof(SiloFaults))]
    public async Task Silo_ThatCannotStart_SaysWhyInOneLine(string words, string[] arguments)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["file"], "text", TestContext.Current.CancellationToken);
        int[] ports = Ports.Free(3);
        string[] own = arguments[0].StartsWith("--", StringComparison.Ordinal) ? [$"--Fds:SiloPort={ports[0]}", $"--Fds:GatewayPort={ports[1]}", $"--Fds:HttpPort={ports[2]}"] : [];

        (int code, string errors) = await ServerSilo.StartInVainAt(folder.Path, [.. arguments.Select(argument => argument.Replace("{folder}", folder.Path, StringComparison.Ordinal)), .. own]);

        AssertOneLine(words.Replace("{folder}", folder.Path, StringComparison.Ordinal), code, errors);
    }

    [Theory]
    [InlineData("{ \"Fds\": { \"Slots\": 1, } ", "appsettings.json': it is not JSON, see line ")]
    [InlineData("{ \"Fds\": { \"Slots\": 1, \"slots\": 2 } }", "appsettings.json': ")]
    [InlineData("{ \"Fds\": { \"Slots\": \"many\" } }", "Fds:Slots must be a whole number from 0 to 1024, but is 'many'.")]
    [InlineData("[1, 2]", "appsettings.json': ")]
    public async Task Silo_WhoseFileOfSettingsIsWrong_SaysWhyInOneLine(string settings, string words)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["appsettings.json"], settings, TestContext.Current.CancellationToken);

        (int code, string errors) = await ServerSilo.StartInVainAt(folder.Path);

        AssertOneLine(words, code, errors);
    }

    [Fact]
    public async Task Run_OnADamagedState_NamesTheFileAndTheWayOut()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["study.yaml"], SmallStudy.Quadratic("damaged"), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ConsoleProcess.Run("run", "-f", folder["study.yaml"], "--to", folder["out"])).ExitCode);
        string state = Directory.GetFiles(folder["out/.state/study"]).Single(file => !file.EndsWith(".tmp", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(state, (await File.ReadAllBytesAsync(state, TestContext.Current.CancellationToken))[..100], TestContext.Current.CancellationToken);

        ConsoleEnd end = await ConsoleProcess.Run("run", "-f", folder["study.yaml"], "--to", folder["out"]);

        Assert.Equal(1, end.ExitCode);
        Assert.Contains($"The state file {state} is damaged: ", end.Talk, StringComparison.Ordinal);
        Assert.Empty(Internals.In(end.Output + end.Talk));
    }

    [Fact]
    public async Task Run_OnAFullDisk_NamesDiskPathAndSpace()
    {
        using TemporaryFolder folder = new();
        string disk = folder["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await Mount("mount", "-t", "tmpfs", "-o", "size=64k", "fds-test", disk), "No disk of its own can be made here: that takes root.");
        try
        {
            await File.WriteAllTextAsync(folder["study.yaml"], SmallStudy.Quadratic("full"), TestContext.Current.CancellationToken);
            await Fill(Path.Combine(disk, "ballast"));
            ConsoleEnd end = await ConsoleProcess.Run("run", "-f", folder["study.yaml"], "--to", Path.Combine(disk, "out"));

            Assert.NotEqual(0, end.ExitCode);
            Assert.Matches($@"{disk}/\S*.* the disk {disk} \(tmpfs, 0\.0 of 64\.0 KiB free\) is full", end.Talk);
            Assert.Empty(Internals.In(end.Output + end.Talk));
        }
        finally
        {
            await Mount("umount", "-l", disk);
        }
    }

    /// <summary>One line, but for what is logged before the fault is met: notes and warnings, which have their time.</summary>
    private static void AssertOneLine(string words, int code, string errors)
    {
        Assert.Equal(1, code);
        string line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !Regex.IsMatch(line, @"^\d{4}-\d\d-\d\dT\S+Z (info|warn): "));
        Assert.StartsWith("fds-silo: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Empty(Internals.In(line));
    }

    private static async Task<bool> Mount(string program, params string[] arguments)
    {
        using Process mount = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await mount.WaitForExitAsync(TestContext.Current.CancellationToken);
        return mount.ExitCode == 0;
    }

    /// <summary>Takes up what space there is, piece by piece: a file that is asked for as a whole and has no room is not made at all.</summary>
    private static async Task Fill(string file)
    {
        byte[] page = new byte[4096];
        await using FileStream ballast = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                await ballast.WriteAsync(page);
            }
        }
        catch (IOException)
        {
            // Now there is none.
        }
    }
}
