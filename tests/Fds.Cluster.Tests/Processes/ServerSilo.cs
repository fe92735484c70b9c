using System.Diagnostics;
using System.Text;

namespace Fds.Cluster.Tests.Processes;

/// <summary>A silo that is nobody's own: on fixed ports, as an operator starts it.</summary>
internal sealed class ServerSilo : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly StringBuilder log = new();

    private ServerSilo(Process process, int siloPort, int gatewayPort, int httpPort)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginErrorReadLine();
        SiloPort = siloPort;
        GatewayPort = gatewayPort;
        Metrics = new($"http://127.0.0.1:{httpPort}/metrics");
    }

    public int Id => process.Id;

    public int SiloPort { get; }

    public int GatewayPort { get; }

    public Uri Metrics { get; }

    /// <summary>What it has written to standard error.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return log.ToString();
            }
        }
    }

    public string Gateway => $"127.0.0.1:{GatewayPort}";

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServerSilo> Start(string storage, params string[] settings)
    {
        ServerSilo silo = Launch(storage, settings);
        using HttpClient http = new();
        using CancellationTokenSource limit = new(StartTime);
        while (!silo.process.HasExited)
        {
            try
            {
                if ((await http.GetAsync(new Uri(silo.Metrics, "/readyz"), limit.Token)).IsSuccessStatusCode)
                {
                    return silo;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }

        throw new InvalidOperationException($"The silo ended before it was ready: {silo.Log}");
    }

    /// <summary>Starts one that is not to come up.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static Task<(int ExitCode, string Errors)> StartInVain(string storage, params string[] settings) => RunInVain(Launch(storage, settings));

    /// <summary>Starts one that is not to come up, in a folder of its own and with exactly these arguments.</summary>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    public static Task<(int ExitCode, string Errors)> StartInVainAt(string folder, params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        return RunInVain(Launch(new ProcessStartInfo(Programs.Silo, arguments) { WorkingDirectory = folder }, [0, 0, 0]));
    }

    /// <summary>Kills it.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public async Task<string> Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return Log;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Kill();
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (log)
        {
            log.AppendLine(line);
        }
    }

    private static ServerSilo Launch(string storage, string[] settings)
    {
        int[] ports = Ports.Free(3);
        string[] own = [$"--Fds:Storage={storage}", $"--Fds:SiloPort={ports[0]}", $"--Fds:GatewayPort={ports[1]}", $"--Fds:HttpPort={ports[2]}", "--Fds:Slots=1", "--Fds:ThreadsPerSlot=1"];
        return Launch(new ProcessStartInfo(Programs.Silo, [.. own, .. settings]), ports);
    }

    private static async Task<(int ExitCode, string Errors)> RunInVain(ServerSilo silo)
    {
        await using (silo)
        {
            using CancellationTokenSource limit = new(StartTime);
            await silo.process.WaitForExitAsync(limit.Token);
            return (silo.process.ExitCode, silo.Log);
        }
    }

    private static ServerSilo Launch(ProcessStartInfo info, int[] ports)
    {
        (info.RedirectStandardOutput, info.RedirectStandardError) = (true, true);
        Process process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new(process, ports[0], ports[1], ports[2]);
    }
}
