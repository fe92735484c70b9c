using System.Text.RegularExpressions;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Faults;
using Fds.Contracts.Folders;
using Fds.Contracts.Studies;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Fds.Client.Faults;

/// <summary>What the console says of an exception, and how it ends.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Message">What went wrong, without stack frames and types of the program.</param>
/// <param name="IsExpected">Whether the message says it all.</param>
internal sealed partial record ConsoleFault(int ExitCode, string Message, bool IsExpected = true)
{
    /// <summary>The words of the first of an exception and its causes that has some: Orleans wraps what storage throws into one of its own.</summary>
    public static ConsoleFault Of(Exception exception) =>
        Chain(exception).Select(Known).FirstOrDefault(fault => fault is not null)
        ?? new(ExitCodes.StudyFailed, Chain(exception).Select(FaultText.Plain).FirstOrDefault(words => words is not null) is { } plain ? $"{plain}." : "an unexpected error occurred.", IsExpected: false);

    private static ConsoleFault? Known(Exception exception) => exception switch
    {
        ConsoleException ours => new(ours.ExitCode, ours.Message),
        StudyRefusedException refusal => new(ExitCodes.Usage, $"the study cannot run here: {refusal.Message}"),
        DataRefusedException or StateFolderException or DatabaseException or InternalFaultException => new(ExitCodes.StudyFailed, exception.Message),
        OperationCanceledException => new(ExitCodes.Interrupted, "interrupted"),
        TimeoutException or SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException => new(
            ExitCodes.Unreachable, "the cluster does not answer. Its silos may be busy, stopping or starting. Try again; if that does not help, look at their logs."),
        IOException or UnauthorizedAccessException when !FaultText.ShowsInternals(exception.Message) => new(ExitCodes.StudyFailed, OfFile(exception)),
        _ => null,
    };

    /// <summary>What the system says of a file, with the disk where that is full.</summary>
    private static string OfFile(Exception exception) => DiskFault.IsFull(exception) && Quoted().Match(exception.Message) is { Success: true } path
        ? $"'{path.Groups[1].Value}' cannot be written: {DiskFault.Reason(exception, path.Groups[1].Value)}."
        : FaultText.OneLine(exception.Message);

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        IEnumerable<Exception> causes = exception is AggregateException several ? several.InnerExceptions : exception.InnerException is { } cause ? [cause] : [];
        return causes.SelectMany(Chain).Prepend(exception);
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
