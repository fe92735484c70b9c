using System.CommandLine;
using Fds.Client.Commands;
using Fds.Client.Faults;
using Fds.Client.Streams;

namespace Fds.Client;

/// <summary>The console as a function of its arguments.</summary>
internal static class FdsConsole
{
    /// <summary>A study pauses and its silo drains within this time after Ctrl-C.</summary>
    private static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(60);

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, Terminal terminal)
    {
        try
        {
            (ParseResult parsed, Terminal asked) = RootCommandFactory.Parse(args, terminal);
            return CommandLineFaults.Of(parsed) is [_, ..] faults ? Refuse(faults, terminal) : await Invoke(parsed, asked);
        }
        catch (ReaderGoneException)
        {
            return ExitCodes.ReaderGone;
        }
    }

    private static int Refuse(IReadOnlyList<string> faults, Terminal terminal)
    {
        foreach (string fault in faults)
        {
            terminal.Alert($"fds: {fault}");
        }

        terminal.Alert("Try 'fds --help', or 'fds COMMAND --help'.");
        return ExitCodes.Usage;
    }

    private static async Task<int> Invoke(ParseResult parsed, Terminal terminal)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTime,
                Output = terminal.Out,
                Error = terminal.Talk.Profile.Out.Writer,
            });
        }
        catch (ReaderGoneException)
        {
            throw;
        }
#pragma warning disable CA1031 // Nobody should have to read a stack trace to learn that something went wrong.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ConsoleFault fault = ConsoleFault.Of(e);
            string details = !fault.IsExpected && FaultLog.Keep(e, terminal.Time) is { } file ? $" Details are in {file}." : "";
            terminal.Alert($"fds: {fault.Message}{details}");
            return fault.ExitCode;
        }
    }
}
