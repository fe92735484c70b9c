namespace Fds.Client;

/// <summary>Ends a command with a message for people and an exit code.</summary>
internal sealed class ConsoleException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;
}
