using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Fds.Client.Connections;
using Fds.Contracts.Folders;

namespace Fds.Client.Local;

/// <summary>
/// A silo of this console's own: a process on free loopback ports, with files as storage, which ends when its standard input does,
/// so that even a console that is killed leaves nothing behind.
/// </summary>
internal sealed class PrivateSilo : IAsyncDisposable
{
    private const string LogName = "silo.log";

    /// <summary>What a process's exit code is when a signal ended it.</summary>
    private const int Signals = 128;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    /// <summary>Longer than a silo's drain time, within which it ends by itself.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(40);

    /// <summary>A silo that has not begun to work has nothing to keep.</summary>
    private static readonly TimeSpan GiveUpTime = TimeSpan.FromSeconds(3);
    private readonly Process process;
    private readonly Task logging;
    private readonly SiloLog log;

    private PrivateSilo(Process process, Task logging, SiloLog log, ClusterAddress address, string metrics)
    {
        this.process = process;
        this.logging = logging;
        this.log = log;
        Address = address;
        Metrics = metrics;
    }

    /// <summary>Where it listens.</summary>
    public ClusterAddress Address { get; }

    /// <summary>Where its metrics are.</summary>
    public string Metrics { get; }

    /// <summary>The file with what it says.</summary>
    public string Log => log.Path;

    /// <summary>Ends when the process does.</summary>
    public Task Ended => process.WaitForExitAsync();

    /// <summary>Starts a silo and waits until it is ready.</summary>
    /// <exception cref="ConsoleException">It does not start, or not in time; the message says why.</exception>
    public static async Task<PrivateSilo> Start(PrivateSiloOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        // Signals are heeded from a command's first wait on; there is nothing to leave behind before.
        await Task.Yield();
        MakeFolder(options.StateFolder);
        Process process = Launch(options);
        SiloLog log = new(Path.Combine(options.StateFolder, LogName), outlives: !options.IsTemporary);
        Task logging = log.Keep(process.StandardError.BaseStream);
        string fault;
        try
        {
            using CancellationTokenSource limit = new(StartTime, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            if (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                return Ready(options, process, logging, log, line);
            }

            await process.WaitForExitAsync(either.Token);
            fault = $"the silo {HowItEnded(process)} before it was ready";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"the silo was not ready within {StartTime.TotalSeconds} s";
        }
        catch
        {
            await End(process, logging, GiveUpTime);
            throw;
        }

        await End(process, logging, GiveUpTime);
        throw new ConsoleException(ExitCodes.StudyFailed, $"{fault}.{log.LastWords()}");
    }

    /// <summary>How it ended, for a message on that: what it is, and the end of its log.</summary>
    public async Task<string> Obituary()
    {
        await process.WaitForExitAsync();
        await logging;
        return $"the silo {HowItEnded(process)} while the study ran. Nothing is lost: run the same command to continue.{log.LastWords()}";
    }

    /// <summary>Lets it leave a last checkpoint and end, without waiting for that.</summary>
    public void BeginStop() => process.StandardInput.Close();

    /// <summary>Ends it at once.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync() => await End(process, logging, StopTime);

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"the folder {folder} cannot be made: {DiskFault.Reason(e, folder)}.", e);
        }
    }

    private static Process Launch(PrivateSiloOptions options)
    {
        try
        {
            return Process.Start(StartInfo(options))!;
        }
        catch (Win32Exception e)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the silo's program {options.Program} cannot be started: {new Win32Exception(e.NativeErrorCode).Message}.", e);
        }
    }

    private static ProcessStartInfo StartInfo(PrivateSiloOptions options)
    {
        ProcessStartInfo info = new(options.Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add("--Fds:Private=true");
        info.ArgumentList.Add("--Fds:SiloName=local");
        info.ArgumentList.Add($"--Fds:Storage={options.StateFolder}");
        info.ArgumentList.Add($"--Fds:Slots={options.Slots}");
        info.ArgumentList.Add($"--Fds:ThreadsPerSlot={options.ThreadsPerSlot}");
        if (options.DataFolder is not null)
        {
            info.ArgumentList.Add($"--Fds:Data={options.DataFolder}");
        }

        if (options.IsTemporary)
        {
            // It is killed when it has answered, and the runtime's sockets for debuggers would stay in the folder of temporary files.
            info.Environment["DOTNET_EnableDiagnostics"] = "0";
        }

        // A cluster that the environment names is not this study's business.
        info.ArgumentList.Add("--Fds:Cluster:ConnectionString=");
        info.ArgumentList.Add("--Fds:Cluster:Id=fds");

        return info;
    }

    private static PrivateSilo Ready(PrivateSiloOptions options, Process process, Task logging, SiloLog log, string line)
    {
        try
        {
            using JsonDocument handshake = JsonDocument.Parse(line);
            JsonElement root = handshake.RootElement;
            return root.GetProperty("ready").GetBoolean()
                ? new(process, logging, log, new(root.GetProperty("gateway").GetString()!, "the private silo"), root.GetProperty("metrics").GetString()!)
                : throw new ConsoleException(ExitCodes.StudyFailed, root.GetProperty("error").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"{options.Program} is not a silo: it printed '{(line.Length <= 80 ? line : line[..80] + " …")}' where a silo prints its addresses. Check FDS_SILO.", e);
        }
    }

    private static string HowItEnded(Process process) => process.ExitCode switch
    {
        Signals + 9 => "was killed (signal 9), which can mean that memory ran out,",
        > Signals and var code => $"ended by signal {code - Signals}",
        var code => $"ended with code {code}",
    };

    private static async Task End(Process process, Task logging, TimeSpan time)
    {
        await Stop(process, time);
        await logging;
        process.Dispose();
    }

    private static async Task Stop(Process process, TimeSpan time)
    {
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
