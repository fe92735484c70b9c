namespace Fds.Testing.Processes;

/// <summary>How a console ended and what it wrote.</summary>
public sealed record ConsoleEnd(int ExitCode, string Output, string Talk);
