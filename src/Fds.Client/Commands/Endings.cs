using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>How a study's end becomes an exit code.</summary>
internal static class Endings
{
    public static int ExitCode(StudyStatus status) => status.State is StudyState.Succeeded ? ExitCodes.Done : ExitCodes.StudyFailed;
}
