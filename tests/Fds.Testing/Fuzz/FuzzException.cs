namespace Fds.Testing.Fuzz;

/// <summary>A random input that was not taken as it should be; the message names its seed.</summary>
public sealed class FuzzException(string message, Exception? inner = null) : Exception(message, inner);
