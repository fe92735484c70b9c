using System.CommandLine;

namespace Fds.Client.Commands;

/// <summary>All commands.</summary>
internal static class RootCommandFactory
{
    /// <summary>Arguments are taken as they are: one that begins with '@' names no file to read more of them from.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Create(Terminal terminal)
    {
        RootCommand root = new("Learns whole hyperparameter schedules by gradient, on this machine or on a cluster.")
        {
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
            new TopCommand(terminal),
            new DataCommand(terminal),
            new VersionCommand(terminal),
        };
        root.HelpName = "fds";
        return root;
    }
}
