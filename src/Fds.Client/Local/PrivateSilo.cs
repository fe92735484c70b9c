using System.Diagnostics;
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
    /// <exception cref="ConsoleException">It does not start; the message says why.</exception>
    public static async Task<PrivateSilo> Start(PrivateSiloOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.StateFolder);
        string log = Path.Combine(options.StateFolder, LogName);
        Process process = Process.Start(StartInfo(options)) ?? throw new ConsoleException(ExitCodes.StudyFailed, $"{options.Program} does not start.");
        Task logging = WriteLog(process.StandardError, log);
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartTime);
            string? line = await process.StandardOutput.ReadLineAsync(limit.Token);
            return Ready(process, logging, log, line);
        }
        catch
        {
            await Stop(process);
            await logging;
            process.Dispose();
            throw;
        }
    }

    /// <summary>The end of its log, for a message on why it died.</summary>
    public string LastWords() => File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(LogTail)) : "";

    public async ValueTask DisposeAsync()
    {
        await Stop(process);
        await logging;
        process.Dispose();
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

    private static PrivateSilo Ready(Process process, Task logging, string log, string? line)
    {
        if (line is null)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"the silo ended before it was ready; its log is {log}.");
        }

        using JsonDocument handshake = JsonDocument.Parse(line);
        JsonElement root = handshake.RootElement;
        return root.GetProperty("ready").GetBoolean()
            ? new(process, logging, log, new(root.GetProperty("gateway").GetString()!, "the private silo"), root.GetProperty("metrics").GetString()!)
            : throw new ConsoleException(ExitCodes.StudyFailed, root.GetProperty("error").GetString()!);
    }

    private static async Task WriteLog(StreamReader errors, string path)
    {
        await using FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await errors.BaseStream.CopyToAsync(file);
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
