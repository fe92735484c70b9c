using Fds.Contracts.Studies;
using Spectre.Console;

namespace Fds.Client;

/// <summary>Where the console writes: data to standard output, talk to standard error.</summary>
/// <param name="Out">Data.</param>
/// <param name="Talk">Talk, with colour and live displays where standard error is a terminal.</param>
/// <param name="Time">The clock.</param>
internal sealed record Terminal(TextWriter Out, IAnsiConsole Talk, TimeProvider Time)
{
    /// <summary>Whether a live display makes sense.</summary>
    public bool IsInteractive => Talk.Profile.Capabilities.Interactive && Talk.Profile.Out.IsTerminal;

    /// <summary>The process's own streams. Colour is off where NO_COLOR is set or standard error is no terminal.</summary>
    public static Terminal OfProcess()
    {
        IAnsiConsole talk = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        return new(Console.Out, talk, TimeProvider.System);
    }

    /// <summary>One line for everything that a study says and cannot mean.</summary>
    public void Warn(IEnumerable<StudyWarning> warnings)
    {
        foreach (StudyWarning warning in warnings)
        {
            Say($"fds: warning: {warning}");
        }
    }

    /// <summary>One line of talk, never wrapped and never read as markup.</summary>
    public void Say(string line) => Talk.Profile.Out.Writer.WriteLine(line);
}
