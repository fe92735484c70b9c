using Fds.Client.Streams;
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

    /// <summary>Whether only what went wrong is said.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether data goes to a terminal, and not into a file or another program.</summary>
    public bool ShowsData { get; init; }

    /// <summary>Whether there is somebody to ask: talk goes to a terminal, and answers come from one.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>Whether nobody reads the data any more, as where it is piped into a program that has ended.</summary>
    public Func<bool> IsDataUnread { get; init; } = () => false;

    /// <summary>Whether nobody reads the talk any more.</summary>
    public Func<bool> IsTalkUnread { get; init; } = () => false;

    /// <summary>The process's own streams. Colour is off where NO_COLOR is set or standard error is no terminal.</summary>
    public static Terminal OfProcess()
    {
        (bool hasOutput, bool hasError) = (Descriptor.IsInherited(Descriptor.Output), Descriptor.IsInherited(Descriptor.Error));
        bool terminal = StandardStreams.IsTerminal;
        IAnsiConsole talk = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(StandardStreams.Error()),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        return new(StandardStreams.Output(), talk, TimeProvider.System)
        {
            CanAsk = terminal && !Console.IsInputRedirected,
            ShowsData = hasOutput && !Console.IsOutputRedirected,
            OpenInput = StandardStreams.Input,
            IsDataUnread = () => hasOutput && Descriptor.IsReaderGone(Descriptor.Output),
            IsTalkUnread = () => hasError && Descriptor.IsReaderGone(Descriptor.Error),
        };
    }

    /// <summary>One line for everything that a study says and cannot mean.</summary>
    public void Warn(IEnumerable<StudyWarning> warnings)
    {
        foreach (StudyWarning warning in warnings)
        {
            Alert($"fds: warning: {warning}");
        }
    }

    /// <summary>One line of talk, never wrapped and never read as markup; nothing where quiet was asked for.</summary>
    public void Say(string line)
    {
        if (!IsQuiet)
        {
            Alert(line);
        }
    }

    /// <summary>One line on what went wrong or may, which is said in any case.</summary>
    public void Alert(string line) => Talk.Profile.Out.Writer.WriteLine(line);
}
