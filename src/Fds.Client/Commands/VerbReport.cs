using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>How the answer to a verb is shown: the study as data, what happened as talk, a refusal as a wrong command line.</summary>
internal static class VerbReport
{
    /// <summary>Shows an answer.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConsoleException">The verb was refused.</exception>
    public static int Show(VerbReply reply, DataWriter data, Terminal terminal)
    {
        if (reply.Outcome == VerbOutcome.Refused)
        {
            throw new ConsoleException(ExitCodes.Usage, reply.Message);
        }

        data.Write(reply, figures => StudyTables.Line(reply.Status, terminal.Time.GetUtcNow(), figures), reply.Status.Name);
        terminal.Say($"fds: {reply.Message}");
        return ExitCodes.Done;
    }
}
