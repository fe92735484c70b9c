namespace Fds.Silo.Ports;

/// <summary>A silo cannot listen where it should; the message says where, and which process listens there.</summary>
internal sealed class PortException(string message, Exception? cause = null) : Exception(message, cause);
