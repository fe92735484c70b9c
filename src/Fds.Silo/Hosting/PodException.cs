namespace Fds.Silo.Hosting;

/// <summary>A silo's pod is not as it must be; the message says what to change.</summary>
internal sealed class PodException(string message, Exception? cause = null) : Exception(message, cause);
