namespace Fds.Transport.Handshakes;

/// <summary>Ports in words.</summary>
public static class PortWords
{
    /// <summary>As a metric's label.</summary>
    public static string Label(this Port port) => port switch
    {
        Port.Silo => "silo",
        Port.Gateway => "gateway",
        _ => "outgoing",
    };
}
