using System.Diagnostics;
using System.Text.Json;

namespace Fds.Testing.Processes;

/// <summary>A real silo in a process of its own, which ends with the test whatever happens.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(40);
    private readonly Process process;
    private readonly Task<string> errors;

    private SiloProcess(Process process, Task<string> errors, JsonElement handshake)
    {
        this.process = process;
        this.errors = errors;
        Handshake = handshake;
    }

    public JsonElement Handshake { get; }

    public string Gateway => Handshake.GetProperty("gateway").GetString()!;

    public Uri Metrics => new(Handshake.GetProperty("metrics").GetString()!);

    public string Name => Handshake.GetProperty("silo").GetString()!;

    /// <summary>The port of its address among silos.</summary>
    public int SiloPort => Handshake.GetProperty("siloPort").GetInt32();

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public bool IsReady => Handshake.GetProperty("ready").GetBoolean();

    /// <summary>All it wrote to standard error, once it has ended.</summary>
    public Task<string> Errors => errors;

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes => Memory("VmRSS:");

    /// <summary>The most resident memory it has ever had, in bytes.</summary>
    public long PeakResidentBytes => Memory("VmHWM:");

    /// <summary>Starts one and waits until it is ready, or says why it is not.</summary>
    public static Task<SiloProcess> Start(string storage, string? program = null, params string[] settings) => Launch(storage, program, settings);

    /// <summary>Runs fds-silo migrate to its end.</summary>
    /// <returns>Exit code and all that it wrote.</returns>
    public static async Task<(int Code, string Output)> Migrate(params string[] settings)
    {
        using Process process = Process.Start(new ProcessStartInfo(Programs.Silo, ["migrate", .. settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        using CancellationTokenSource timeout = new(StartTime);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>SIGKILL: no chance to write anything.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>A signal by its name, e.g. STOP or CONT.</summary>
    public async Task Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waiting for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Terminate()
    {
        await Signal("TERM");
        return await WaitForExit();
    }

    /// <summary>The end of standard input, and waiting for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> CloseInput()
    {
        process.StandardInput.Close();
        return await WaitForExit();
    }

    public async Task<int> WaitForExit(TimeSpan? limit = null)
    {
        using CancellationTokenSource timeout = new(limit ?? StopTime);
        await process.WaitForExitAsync(timeout.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Kill();
        }

        process.Dispose();
    }

    private static async Task<SiloProcess> Launch(string storage, string? program, string[] settings)
    {
        ProcessStartInfo info = new(program ?? Programs.Silo)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.ArgumentList.Add("--Fds:Private=true");
        info.ArgumentList.Add($"--Fds:Storage={storage}");
        foreach (string setting in settings)
        {
            info.ArgumentList.Add(setting);
        }

        if (SharedFolder.Data is { } data)
        {
            info.Environment["FDS_DATA"] = data;
        }

        Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource timeout = new(StartTime);
        string? line;
        try
        {
            line = await process.StandardOutput.ReadLineAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // It must not join later, beside the next of its name.
            process.Kill();
            throw new TimeoutException($"The silo was not ready within {StartTime}: {await errors}");
        }

        return line is not null
            ? new(process, errors, JsonDocument.Parse(line).RootElement.Clone())
            : throw new InvalidOperationException($"The silo ended without a handshake: {await errors}");
    }

    private long Memory(string line) =>
        1024 * long.Parse(File.ReadLines($"/proc/{process.Id}/status").Single(each => each.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
