namespace Fds.Silo.Hosting;

/// <summary>A silo's arguments cannot be understood; the message says which.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
