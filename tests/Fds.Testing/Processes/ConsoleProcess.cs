using System.Diagnostics;

namespace Fds.Testing.Processes;

/// <summary>The console as a process, run to its end or interrupted.</summary>
public sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(4);
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> talk;

    private ConsoleProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        talk = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public static ConsoleProcess Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>Starts it.</summary>
    /// <param name="environment">Variables that are added to those of the tests.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ConsoleProcess Start(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        ProcessStartInfo info = new(Programs.Console, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        info.Environment["FDS_SILO"] = Programs.Silo;
        info.Environment.Remove("FDS_CLUSTER");
        if (SharedFolder.Data is { } data)
        {
            info.Environment["FDS_DATA"] = data;
        }

        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        return new(Process.Start(info)!);
    }

    /// <summary>Runs the console to its end.</summary>
    public static async Task<ConsoleEnd> Run(params string[] arguments)
    {
        using ConsoleProcess console = Start(arguments);
        return await console.WaitForExit();
    }

    public async Task<ConsoleEnd> WaitForExit()
    {
        using CancellationTokenSource timeout = new(LongestRun);
        await process.WaitForExitAsync(timeout.Token);
        return new(process.ExitCode, await output, await talk);
    }

    public async Task Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
