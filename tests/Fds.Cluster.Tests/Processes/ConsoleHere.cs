using Fds.Client;
using Spectre.Console;

namespace Fds.Cluster.Tests.Processes;

/// <summary>The console within this process: what it says and how it ends, without the second that a process takes to start.</summary>
internal static class ConsoleHere
{
    /// <summary>Runs the console to its end.</summary>
    public static Task<ConsoleEnd> Run(params string[] arguments) => Run(TimeProvider.System, arguments);

    /// <summary>Runs the console to its end.</summary>
    /// <param name="time">Its clock.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<ConsoleEnd> Run(TimeProvider time, string[] arguments)
    {
        using StringWriter data = new();
        using StringWriter talk = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Synchronized(talk)), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        int code = await FdsConsole.Run(arguments, new Terminal(TextWriter.Synchronized(data), console, time));
        return new(code, data.ToString(), talk.ToString());
    }
}
