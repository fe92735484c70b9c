namespace Fds.Silo.Ports;

/// <summary>A silo cannot listen where it should; the message says where, and who does.</summary>
internal sealed class PortException(string message, Exception? cause = null) : Exception(message, cause);
