namespace Fds.Grains.Hosting;

/// <summary>A silo's own address cannot be found; the message says which setting helps.</summary>
public sealed class ClusterAddressException(string message) : Exception(message);
