using Spectre.Console;

namespace Fds.Client.Tests;

/// <summary>A terminal whose data and talk are kept as text.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly StringWriter data = new();
    private readonly StringWriter talk = new();

    public Recorder(TimeProvider? time = null)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(talk), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        Terminal = new(data, console, time ?? TimeProvider.System);
    }

    public Terminal Terminal { get; }

    public string Data => data.ToString();

    public string Talk => talk.ToString();

    public void Dispose()
    {
        data.Dispose();
        talk.Dispose();
    }
}
