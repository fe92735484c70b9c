using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fds.Client.Connections;

namespace Fds.Client.Local;

/// <summary>
/// A silo of this console's own: a process on free loopback ports, with files as storage, which ends when its standard input does,
/// so that even a console that is killed leaves nothing behind.
/// </summary>
internal sealed class PrivateSilo : IAsyncDisposable
{
    private const string LogName = "silo.log";
    private const int LogTail = 15;
    private const int LogChunk = 16 * 1024;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(45);
    private readonly Process process;
    private readonly Task logging;
    private readonly string log;

    private PrivateSilo(Process process, Task logging, string log, ClusterAddress address, string metrics)
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

    /// <summary>Ends when the process does.</summary>
    public Task Ended => process.WaitForExitAsync();

    /// <summary>Starts a silo and waits until it is ready.</summary>
    /// <exception cref="ConsoleException">It does not start, or not in time; the message says why.</exception>
    public static async Task<PrivateSilo> Start(PrivateSiloOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.StateFolder);
        string log = Path.Combine(options.StateFolder, LogName);
        Process process = Begin(options);
        Task logging = WriteLog(process.StandardError.BaseStream, log);
        string fault;
        try
        {
            using CancellationTokenSource limit = new(StartTime, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            if (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                return Ready(process, logging, log, line);
            }

            fault = "the silo ended before it was ready";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            fault = $"the silo was not ready within {StartTime.TotalSeconds} s";
        }
        catch
        {
            await End(process, logging);
            throw;
        }

        await End(process, logging);
        throw new ConsoleException(ExitCodes.StudyFailed, $"{fault}. Its last words:{Environment.NewLine}{LastWords(log)}");
    }

    /// <summary>The end of its log, for a message on why it died.</summary>
    public string LastWords() => LastWords(log);

    /// <summary>Lets it leave a last checkpoint and end, without waiting for that.</summary>
    public void BeginStop() => process.StandardInput.Close();

    public async ValueTask DisposeAsync() => await End(process, logging);

    private static Process Begin(PrivateSiloOptions options)
    {
        try
        {
            return Process.Start(StartInfo(options))!;
        }
        catch (Win32Exception e)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the program {options.Program} cannot be started: {Marshal.GetPInvokeErrorMessage(e.NativeErrorCode)}. Name fds-silo with FDS_SILO.", e);
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

        // A cluster that the environment names is not this study's business.
        info.ArgumentList.Add("--Fds:Cluster:ConnectionString=");
        info.ArgumentList.Add("--Fds:Cluster:Id=fds");

        return info;
    }

    private static string LastWords(string log) => File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(LogTail)) : "";

    private static PrivateSilo Ready(Process process, Task logging, string log, string line)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(line);
        }
        catch (JsonException e)
        {
            throw new ConsoleException(ExitCodes.Usage, $"{process.StartInfo.FileName} is not the program fds-silo: it does not say that it is ready. Name that one with FDS_SILO.", e);
        }

        return root.GetProperty("ready").GetBoolean()
            ? new(process, logging, log, new(root.GetProperty("gateway").GetString()!, "the private silo"), root.GetProperty("metrics").GetString()!)
            : throw new ConsoleException(ExitCodes.StudyFailed, root.GetProperty("error").GetString()!);
    }

    /// <summary>Keeps what a silo says. It is read even where it cannot be kept, as on a full disk: the silo would wait for its reader.</summary>
    private static async Task WriteLog(Stream said, string path)
    {
        byte[] chunk = new byte[LogChunk];
        int length;
        while ((length = await said.ReadAsync(chunk)) > 0)
        {
            try
            {
                await File.AppendAllBytesAsync(path, chunk.AsMemory(0, length));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The study is worth more than its log.
            }
        }
    }

    private static async Task End(Process process, Task logging)
    {
        await Stop(process);
        await logging;
        process.Dispose();
    }

    private static async Task Stop(Process process)
    {
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(StopTime);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }
}
