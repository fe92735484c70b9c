using System.ComponentModel;
using System.Diagnostics;

namespace Fds.Observability.Tests;

/// <summary>Prometheus' own checker.</summary>
internal static class Promtool
{
    private static readonly Lazy<bool> IsThere = new(() =>
    {
        try
        {
            return Start(null, ["--version"]).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });

    /// <summary>Why neither it nor a server can be run here; null where they can.</summary>
    public static string? WhyImpossible() => IsThere.Value ? null : "There is no Prometheus on this machine: install the package prometheus.";

    /// <summary>Runs it.</summary>
    /// <returns>Exit code and all that it wrote.</returns>
    public static (int Code, string Output) Run(params string[] arguments) => RunWith(null, arguments);

    /// <summary>Runs it with something to read.</summary>
    public static (int Code, string Output) RunWith(string? input, params string[] arguments)
    {
        Assert.SkipWhen(WhyImpossible() is not null, WhyImpossible() ?? "");
        return Start(input, arguments);
    }

    private static (int Code, string Output) Start(string? input, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("promtool", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}
