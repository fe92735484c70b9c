using System.CommandLine;
using System.CommandLine.Help;

namespace Fds.Client.Commands;

/// <summary>All commands.</summary>
internal static class RootCommandFactory
{
    /// <summary>Arguments are taken as they are: one that begins with '@' names no file to read more of them from.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>The command line as it reads, with the terminal that it asks for.</summary>
    public static (ParseResult Parsed, Terminal Terminal) Parse(string[] args, Terminal terminal)
    {
        GlobalOptions options = new();
        ParseResult parsed = Create(terminal, options).Parse(args, Parsing);
        Terminal asked = options.Apply(parsed, terminal);
        return (asked == terminal ? parsed : Create(asked, options).Parse(args, Parsing), asked);
    }

    /// <summary>All of them.</summary>
    public static RootCommand Create(Terminal terminal) => Create(terminal, new());

    private static RootCommand Create(Terminal terminal, GlobalOptions options)
    {
        RootCommand root = new("Learns whole hyperparameter schedules by gradient, on this machine or on a cluster.")
        {
            new InitCommand(terminal),
            new ExplainCommand(terminal),
            new RunCommand(terminal),
            new ValidateCommand(terminal),
            new VerifyCommand(terminal),
            new SubmitCommand(terminal),
            new ListCommand(terminal),
            new DescribeCommand(terminal),
            new WatchCommand(terminal),
            new LogsCommand(terminal),
            new WaitCommand(terminal),
            new PauseCommand(terminal),
            new ResumeCommand(terminal),
            new CancelCommand(terminal),
            new ExtendCommand(terminal),
            new DeleteCommand(terminal),
            new ResultsCommand(terminal),
            new CompareCommand(terminal),
            new ExportCommand(terminal),
            new ReportCommand(terminal),
            new PlotCommand(terminal),
            new TopCommand(terminal),
            new DataCommand(terminal),
            new ConfigCommand(terminal),
            new CompletionCommand(terminal),
            new VersionCommand(terminal),
        };
        root.HelpName = "fds";
        options.AddTo(root);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
