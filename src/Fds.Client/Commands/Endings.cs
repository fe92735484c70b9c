using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>How a study's end becomes an exit code.</summary>
internal static class Endings
{
    /// <summary>Says why a study that has ended did so, or what is to be said of it all the same.</summary>
    public static void Explain(Terminal terminal, StudyStatus status)
    {
        if (status is { State: not (StudyState.Running or StudyState.Paused), Reason: { } reason })
        {
            Action<string> tell = status.State == StudyState.Succeeded ? terminal.Say : terminal.Alert;
            tell($"fds: {status.Name} {status.State}: {reason}");
        }
    }

    public static int ExitCode(StudyStatus status) => status.State is StudyState.Succeeded ? ExitCodes.Done : ExitCodes.StudyFailed;
}
