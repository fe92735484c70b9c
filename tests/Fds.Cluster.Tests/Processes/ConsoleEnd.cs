namespace Fds.Cluster.Tests.Processes;

/// <summary>How a console ended and what it wrote.</summary>
internal sealed record ConsoleEnd(int ExitCode, string Output, string Talk);
